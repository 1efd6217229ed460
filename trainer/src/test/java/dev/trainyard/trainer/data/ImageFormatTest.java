package dev.trainyard.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of the kinds that scanners and cameras write show the picture that is in them. */
class ImageFormatTest {
  private static final int[][] QUARTERS = {{255, 0, 0}, {0, 255, 0}, {0, 0, 255}, {255, 255, 255}};

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lzw.tif",
        "deflate.tif",
        "packbits.tif",
        "palette.tif",
        "palette.bmp",
        "palette-2-bit.png",
        "pages.tif"
      })
  void decodesColoursExactly(String name) throws Exception {
    assertQuarters(sample(name), QUARTERS, 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"progressive.jpg", "colour-444.jpg", "jpeg.tif"})
  void decodesCompressedColours(String name) throws Exception {
    assertQuarters(sample(name), QUARTERS, 4);
  }

  // Inks mix to darker colours than lights do.
  @ParameterizedTest
  @ValueSource(strings = {"cmyk-adobe.jpg", "cmyk.tif", "cmyk-lzw.tif"})
  void decodesPrintColours(String name) throws Exception {
    assertQuarters(sample(name), QUARTERS, 100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"group4.tif", "group4-white-is-zero.tif", "group3.tif"})
  void decodesFaxPages(String name) throws Exception {
    int[] black = {0, 0, 0};
    int[] white = {255, 255, 255};
    assertQuarters(sample(name), new int[][] {black, black, white, white}, 0);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "1,255"})
  void readsOneBitBothWaysRound(int photometric, int valueOfOne) throws IOException {
    byte[] rows = {(byte) 0x80, 0, 0, 0};
    var file = new TiffFile(9, 2, 1, 1, photometric, rows).write(folder.resolve("bits.tif"));
    var image = ImageDecoder.decode(file, 224).upright();
    assertThat(image.samples()[0] & 0xff).isEqualTo(valueOfOne);
    assertThat(image.samples()[3] & 0xff).isEqualTo(255 - valueOfOne);
    assertThat(image.samples()[9 * 3] & 0xff).isEqualTo(255 - valueOfOne);
  }

  @Test
  void scalesSixteenBitTiffs() throws IOException {
    byte[] grey = {(byte) 0x80, (byte) 0x80, (byte) 0xff, (byte) 0xff, 0, 0};
    var file = new TiffFile(3, 1, 16, 1, TiffFile.BLACK_IS_ZERO, grey);
    assertThat(ImageDecoder.decode(file.write(folder.resolve("grey.tif")), 224).image().samples())
        .containsExactly(bytes(128, 128, 128, 255, 255, 255, 0, 0, 0));
    byte[] rgb = {0, 0, (byte) 0x80, (byte) 0x80, (byte) 0xff, (byte) 0xff};
    var colour = new TiffFile(1, 1, 16, 3, TiffFile.RGB, rgb);
    assertThat(ImageDecoder.decode(colour.write(folder.resolve("rgb.tif")), 224).image().samples())
        .containsExactly(bytes(0, 128, 255));
  }

  @Test
  void scalesSixteenBitColourPngs() throws IOException {
    var colours =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB), false, false, 1, DataBuffer.TYPE_USHORT);
    var raster = Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, 1, 1, 3, null);
    raster.setPixel(0, 0, new int[] {0, 0x8080, 0xffff});
    var file = folder.resolve("rgb.png");
    ImageIO.write(new BufferedImage(colours, raster, false, null), "png", file.toFile());
    assertThat(ImageDecoder.decode(file, 224).image().samples())
        .containsExactly(bytes(0, 128, 255));
  }

  @Test
  void laysTransparentGreyOnWhite() throws IOException {
    var colours =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_GRAY), true, false, 3, DataBuffer.TYPE_BYTE);
    var raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 3, 1, 2, null);
    raster.setPixels(0, 0, 3, 1, new int[] {100, 255, 100, 0, 0, 128});
    var file = folder.resolve("grey.png");
    ImageIO.write(new BufferedImage(colours, raster, false, null), "png", file.toFile());
    assertThat(ImageDecoder.decode(file, 224).image().samples())
        .containsExactly(bytes(100, 100, 100, 255, 255, 255, 127, 127, 127));
  }

  @Test
  void laysTransparentTiffsOnWhite() throws IOException {
    byte[] rgba = {10, 20, 30, (byte) 255, 10, 20, 30, 0, 0, 0, 0, (byte) 128};
    var file = new TiffFile(3, 1, 8, 4, TiffFile.RGB, rgba).tag(338, 2);
    assertThat(ImageDecoder.decode(file.write(folder.resolve("rgba.tif")), 224).image().samples())
        .containsExactly(bytes(10, 20, 30, 255, 255, 255, 127, 127, 127));
  }

  // Stored as 1 2 3 / 4 5 6; the rows that an upright picture has.
  @ParameterizedTest
  @CsvSource({
    "1,123456", "2,321654", "3,654321", "4,456123",
    "5,142536", "6,415263", "7,635241", "8,362514"
  })
  void turnsTiffsUpright(int orientation, String expected) throws IOException {
    byte[] grey = {1, 2, 3, 4, 5, 6};
    var file =
        new TiffFile(3, 2, 8, 1, TiffFile.BLACK_IS_ZERO, grey)
            .tag(274, orientation)
            .write(folder.resolve("turned.tif"));
    var image = ImageDecoder.decode(file, 224).upright();
    assertThat(image.width()).isEqualTo(orientation < 5 ? 3 : 2);
    var shown = new StringBuilder();
    for (int i = 0; i < image.samples().length; i += 3) {
      shown.append(image.samples()[i]);
    }
    assertThat(shown).hasToString(expected);
  }

  @Test
  void reducesLargePagesToAverages() throws IOException {
    var image = new BufferedImage(1000, 1404, BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        image.setRGB(x, y, (x + y) % 2 == 0 ? 0xff8000 : 0x008000);
      }
    }
    for (String format : new String[] {"png", "tiff"}) {
      var file = folder.resolve("page." + format);
      ImageIO.write(image, format, file.toFile());
      var decoded = ImageDecoder.decode(file, 224);
      assertThat(decoded.image().width()).isEqualTo(250);
      assertThat(decoded.image().samples())
          .startsWith(bytes(128, 128, 0))
          .endsWith(bytes(128, 128, 0));
    }
  }

  private static void assertQuarters(Path file, int[][] quarters, int tolerance)
      throws IOException {
    var image = ImageDecoder.decode(file, 224).upright();
    assertThat(image.width()).isEqualTo(64);
    assertThat(image.height()).isEqualTo(48);
    for (int quarter = 0; quarter < 4; quarter++) {
      int at = ((10 + quarter / 2 * 24) * 64 + 10 + quarter % 2 * 32) * 3;
      for (int channel = 0; channel < 3; channel++) {
        assertThat(image.samples()[at + channel] & 0xff)
            .as("quarter %d, channel %d", quarter, channel)
            .isCloseTo(quarters[quarter][channel], within(tolerance));
      }
    }
  }

  private static byte[] bytes(int... values) {
    var bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private Path sample(String name) throws IOException {
    try (var in = ImageFormatTest.class.getResourceAsStream("images/" + name)) {
      var file = folder.resolve(name);
      Files.copy(in, file);
      return file;
    }
  }
}
