package dev.trainyard.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LetterboxTest {
  @Test
  void centresAWideImageOnWhite() {
    byte[] square = Letterbox.fit(DecodedImage.of(black(40, 20)), 32);
    assertThat(at(square, 32, 16, 16)).isZero();
    assertThat(at(square, 32, 16, 7)).isEqualTo(255);
    assertThat(at(square, 32, 16, 8)).isZero();
    assertThat(at(square, 32, 16, 23)).isZero();
    assertThat(at(square, 32, 16, 24)).isEqualTo(255);
  }

  @Test
  void averagesWhenItShrinks() {
    var samples = new byte[64 * 64 * 3];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) (i / 3 % 2 == 0 ? 0 : 255);
    }
    byte[] square = Letterbox.fit(DecodedImage.of(new RgbImage(64, 64, samples)), 32);
    for (int x = 1; x < 31; x++) {
      assertThat(at(square, 32, x, 16)).isBetween(120, 135);
    }
  }

  @Test
  void keepsAnImageOfTheRightSize() {
    var image = new RgbImage(32, 32, new byte[32 * 32 * 3]);
    image.samples()[5] = 77;
    assertThat(Letterbox.fit(DecodedImage.of(image), 32)).isEqualTo(image.samples());
  }

  @Test
  void keepsUniformColourAtAnySize() {
    for (int size : new int[] {1, 3, 31, 33, 500}) {
      byte[] square = Letterbox.fit(DecodedImage.of(black(size, size)), 32);
      assertThat(square).containsOnly(0);
    }
    assertThat(Letterbox.fit(DecodedImage.of(black(5000, 1)), 32)).contains(0);
  }

  private static RgbImage black(int width, int height) {
    return new RgbImage(width, height, new byte[width * height * 3]);
  }

  private static int at(byte[] square, int size, int x, int y) {
    return square[(y * size + x) * 3] & 0xff;
  }
}
