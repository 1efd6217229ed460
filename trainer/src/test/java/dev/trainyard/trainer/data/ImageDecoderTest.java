package dev.trainyard.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    var decoded = ImageDecoder.decode(write(image, format), 224).upright();
    assertThat(decoded.width()).isEqualTo(3);
    assertThat(decoded.height()).isEqualTo(2);
    assertThat(pixel(decoded, 1, 0)).containsExactly(10, 200, 30);
    assertThat(pixel(decoded, 0, 1)).containsExactly(0, 0, 0);
  }

  @Test
  void keepsGreyAsItIs() throws IOException {
    var image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(0, 0, 0, 100);
    assertThat(pixel(ImageDecoder.decode(write(image, "png"), 224).upright(), 0, 0))
        .containsExactly(100, 100, 100);
  }

  @Test
  void scalesSixteenBitGrey() throws IOException {
    var image = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setSample(0, 0, 0, 0x8080);
    image.getRaster().setSample(1, 0, 0, 0xffff);
    var decoded = ImageDecoder.decode(write(image, "png"), 224).upright();
    assertThat(pixel(decoded, 0, 0)).containsExactly(128, 128, 128);
    assertThat(pixel(decoded, 1, 0)).containsExactly(255, 255, 255);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "tiff"})
  void decodesBlackAndWhite(String format) throws IOException {
    var image = new BufferedImage(9, 1, BufferedImage.TYPE_BYTE_BINARY);
    image.setRGB(8, 0, Color.WHITE.getRGB());
    var decoded = ImageDecoder.decode(write(image, format), 224).upright();
    assertThat(pixel(decoded, 8, 0)).containsExactly(255, 255, 255);
    assertThat(pixel(decoded, 7, 0)).containsExactly(0, 0, 0);
  }

  @Test
  void decodesPalettes() throws IOException {
    var image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_INDEXED);
    image.setRGB(1, 0, new Color(255, 0, 0).getRGB());
    assertThat(pixel(ImageDecoder.decode(write(image, "png"), 224).upright(), 1, 0))
        .containsExactly(255, 0, 0);
  }

  @Test
  void laysTransparencyOnWhite() throws IOException {
    var image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(1, 0, 0x80000000);
    var decoded = ImageDecoder.decode(write(image, "png"), 224).upright();
    assertThat(pixel(decoded, 0, 0)).containsExactly(255, 255, 255);
    assertThat(pixel(decoded, 1, 0)).containsExactly(127, 127, 127);
  }

  // A black corner in an image; where that corner must end up. Small, and large enough to be
  // reduced.
  @ParameterizedTest
  @CsvSource({
    "1,16,0,0", "2,16,12,0", "3,16,12,6", "4,16,0,6",
    "5,8,0,0", "6,8,6,0", "7,8,6,12", "8,8,0,12"
  })
  void turnsJpegsUpright(int orientation, int width, int x, int y) throws IOException {
    for (int scale : new int[] {1, 100}) {
      var plain = Files.readAllBytes(write(blackCorner(16 * scale, 8 * scale), "jpg"));
      var file = folder.resolve("turned.jpg");
      Files.write(file, Orientations.withOrientation(plain, orientation));

      var decoded = ImageDecoder.decode(file, 133);

      var image = decoded.upright();
      assertThat(image.width()).isEqualTo(scale == 1 ? width : width * scale / 8);
      assertThat(pixel(image, (x + 1) * image.width() / width, (y + 1) * image.width() / width)[0])
          .isLessThan(60);
      assertThat(share(image.samples())).isBetween(0.2, 0.3);
      // What the network gets is turned as well.
      byte[] square = Letterbox.fit(decoded, 16);
      int left = (16 - width) / 2;
      int top = (16 - (24 - width)) / 2;
      assertThat(square[((top + y + 1) * 16 + left + x + 1) * 3] & 0xff).isLessThan(60);
      assertThat(share(square)).isBetween(0.1, 0.15);
    }
  }

  private static BufferedImage blackCorner(int width, int height) {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    var graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    graphics.setColor(Color.BLACK);
    graphics.fillRect(0, 0, width / 2, height / 2);
    graphics.dispose();
    return image;
  }

  private static double share(byte[] samples) {
    int dark = 0;
    for (byte sample : samples) {
      dark += (sample & 0xff) < 128 ? 1 : 0;
    }
    return (double) dark / samples.length;
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
}
