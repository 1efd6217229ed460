package dev.trainyard.trainer.data;

/**
 * A decoded image, perhaps at reduced size. Its last column and row may then stand for fewer pixels
 * of the file than the others; width and height say what it measures without rounding.
 *
 * @param image the pixels as they are stored in the file
 * @param width of the whole, in pixels of {@code image}; not more than it has
 * @param height of the whole, in pixels of {@code image}; not more than it has
 * @param orientation how to turn it upright
 */
record DecodedImage(RgbImage image, double width, double height, ExifOrientation orientation) {

  /** An upright image at full size. */
  static DecodedImage of(RgbImage image) {
    return new DecodedImage(image, image.width(), image.height(), ExifOrientation.UPRIGHT);
  }

  /** The pixels, turned upright. */
  RgbImage upright() {
    return orientation.apply(image);
  }
}
