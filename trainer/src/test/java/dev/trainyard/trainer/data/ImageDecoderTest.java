package dev.trainyard.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "tiff"})
  void decodesColourExactly(String format) throws IOException {
    var image = new BufferedImage(3, 2, BufferedImage.TYPE_3BYTE_BGR);
    image.setRGB(1, 0, new Color(10, 200, 30).getRGB());
    var decoded = ImageDecoder.decode(write(image, format));
    assertThat(decoded.width()).isEqualTo(3);
    assertThat(decoded.height()).isEqualTo(2);
    assertThat(pixel(decoded, 1, 0)).containsExactly(10, 200, 30);
    assertThat(pixel(decoded, 0, 1)).containsExactly(0, 0, 0);
  }

  @Test
  void keepsGreyAsItIs() throws IOException {
    var image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(0, 0, 0, 100);
    assertThat(pixel(ImageDecoder.decode(write(image, "png")), 0, 0))
        .containsExactly(100, 100, 100);
  }

  @Test
  void scalesSixteenBitGrey() throws IOException {
    var image = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setSample(0, 0, 0, 0x8080);
    image.getRaster().setSample(1, 0, 0, 0xffff);
    var decoded = ImageDecoder.decode(write(image, "png"));
    assertThat(pixel(decoded, 0, 0)).containsExactly(128, 128, 128);
    assertThat(pixel(decoded, 1, 0)).containsExactly(255, 255, 255);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "tiff"})
  void decodesBlackAndWhite(String format) throws IOException {
    var image = new BufferedImage(9, 1, BufferedImage.TYPE_BYTE_BINARY);
    image.setRGB(8, 0, Color.WHITE.getRGB());
    var decoded = ImageDecoder.decode(write(image, format));
    assertThat(pixel(decoded, 8, 0)).containsExactly(255, 255, 255);
    assertThat(pixel(decoded, 7, 0)).containsExactly(0, 0, 0);
  }

  @Test
  void decodesPalettes() throws IOException {
    var image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_INDEXED);
    image.setRGB(1, 0, new Color(255, 0, 0).getRGB());
    assertThat(pixel(ImageDecoder.decode(write(image, "png")), 1, 0)).containsExactly(255, 0, 0);
  }

  @Test
  void laysTransparencyOnWhite() throws IOException {
    var image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(1, 0, 0x80000000);
    var decoded = ImageDecoder.decode(write(image, "png"));
    assertThat(pixel(decoded, 0, 0)).containsExactly(255, 255, 255);
    assertThat(pixel(decoded, 1, 0)).containsExactly(127, 127, 127);
  }

  // A 16×8 image, dark in its upper left quarter; where that quarter must end up.
  @ParameterizedTest
  @CsvSource({
    "1,16,0,0", "2,16,12,0", "3,16,12,6", "4,16,0,6",
    "5,8,0,0", "6,8,6,0", "7,8,6,12", "8,8,0,12"
  })
  void turnsJpegsUpright(int orientation, int width, int x, int y) throws IOException {
    var image = new BufferedImage(16, 8, BufferedImage.TYPE_3BYTE_BGR);
    var graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, 16, 8);
    graphics.setColor(Color.BLACK);
    graphics.fillRect(0, 0, 8, 4);
    graphics.dispose();
    var plain = Files.readAllBytes(write(image, "jpg"));
    var file = folder.resolve("turned.jpg");
    Files.write(file, withOrientation(plain, orientation));

    var decoded = ImageDecoder.decode(file);

    assertThat(decoded.width()).isEqualTo(width);
    assertThat(pixel(decoded, x + 1, y + 1)[0]).isLessThan(60);
    int dark = 0;
    for (byte sample : decoded.samples()) {
      dark += (sample & 0xff) < 128 ? 1 : 0;
    }
    assertThat(dark).isBetween(16 * 8 * 3 / 4 - 20, 16 * 8 * 3 / 4 + 20);
  }

  @Test
  void namesFilesThatAreNoImages() throws IOException {
    var file = folder.resolve("text.png");
    Files.writeString(file, "not an image");
    assertThatThrownBy(() -> ImageDecoder.decode(file))
        .isInstanceOf(UnreadableImageException.class)
        .hasMessageContaining("text.png");
    var image = write(new BufferedImage(64, 64, BufferedImage.TYPE_3BYTE_BGR), "png");
    byte[] whole = Files.readAllBytes(image);
    Files.write(image, Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> ImageDecoder.decode(image))
        .isInstanceOf(UnreadableImageException.class);
  }

  private static int[] pixel(RgbImage image, int x, int y) {
    int at = (y * image.width() + x) * 3;
    return new int[] {
      image.samples()[at] & 0xff, image.samples()[at + 1] & 0xff, image.samples()[at + 2] & 0xff
    };
  }

  private Path write(BufferedImage image, String format) throws IOException {
    var file = folder.resolve("image." + format);
    assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
    return file;
  }

  private static byte[] withOrientation(byte[] jpeg, int orientation) throws IOException {
    byte[] exif = {
      'E',
      'x',
      'i',
      'f',
      0,
      0,
      'M',
      'M',
      0,
      42,
      0,
      0,
      0,
      8,
      0,
      1,
      1,
      0x12,
      0,
      3,
      0,
      0,
      0,
      1,
      0,
      (byte) orientation,
      0,
      0,
      0,
      0,
      0,
      0
    };
    var out = new ByteArrayOutputStream();
    out.write(jpeg, 0, 2);
    out.write(new byte[] {(byte) 0xff, (byte) 0xe1, 0, (byte) (exif.length + 2)});
    out.write(exif);
    out.write(jpeg, 2, jpeg.length - 2);
    return out.toByteArray();
  }
}
