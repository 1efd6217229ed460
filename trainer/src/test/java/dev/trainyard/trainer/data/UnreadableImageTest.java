package dev.trainyard.trainer.data;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are no whole picture are named with the reason, fast and without much memory. */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class UnreadableImageTest {
  @TempDir Path folder;

  @Test
  void refusesWhatIsNoImage() throws IOException {
    assertUnreadable("text.png", "not an image".getBytes(), "is no image of a known format");
    assertUnreadable("empty.jpg", new byte[0], "is empty");
    assertUnreadable("start.jpg", new byte[] {-1, (byte) 0xd8, -1}, "states no width and height");
    assertThatThrownBy(() -> ImageDecoder.decode(folder.resolve("missing.png"), 224))
        .isInstanceOf(UnreadableImageException.class);
  }

  @ParameterizedTest
  @CsvSource({"jpg,1", "jpg,0", "png,1", "bmp,1", "tiff,1"})
  void refusesFilesThatAreCutOff(String format, int colour) throws IOException {
    byte[] whole =
        encoded(
            noise(colour == 1 ? BufferedImage.TYPE_3BYTE_BGR : BufferedImage.TYPE_BYTE_GRAY),
            format);
    for (int percent : new int[] {2, 30, 60, 95}) {
      assertUnreadable(
          "cut." + format, Arrays.copyOf(whole, whole.length * percent / 100), "cut." + format);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "progressive.jpg",
        "cmyk-adobe.jpg",
        "lzw.tif",
        "deflate.tif",
        "packbits.tif",
        "jpeg.tif",
        "group4.tif",
        "palette.tif",
        "palette.bmp",
        "cmyk.tif"
      })
  void refusesSamplesThatAreCutOff(String name) throws IOException {
    try (var in = ImageFormatTest.class.getResourceAsStream("images/" + name)) {
      byte[] whole = in.readAllBytes();
      for (int percent : new int[] {10, 50, 80}) {
        assertUnreadable("cut-" + name, Arrays.copyOf(whole, whole.length * percent / 100), "cut-");
      }
    }
  }

  @Test
  void saysOfACutJpegWhatIsMissing() throws IOException {
    byte[] whole = encoded(noise(BufferedImage.TYPE_3BYTE_BGR), "jpg");
    assertUnreadable(
        "cut.jpg", Arrays.copyOf(whole, whole.length - 100), "the end of the picture is missing");
  }

  @Test
  void refusesDeclaredSizesThatNobodyScans() throws IOException {
    assertUnreadable("bomb.png", pngHeader(100_000, 100_000), "100000 × 100000 pixels");
    byte[] jpeg = encoded(noise(BufferedImage.TYPE_3BYTE_BGR), "jpg");
    int frame = indexOf(jpeg, (byte) 0xc0);
    ByteBuffer.wrap(jpeg).putInt(frame + 4, 65_000 << 16 | 65_000);
    assertUnreadable("bomb.jpg", jpeg, "65000 × 65000 pixels");
    var tiff = new TiffFile(100_000, 90_000, 8, 3, TiffFile.RGB, new byte[64]);
    assertUnreadable(tiff.write(folder.resolve("bomb.tif")), "100000 × 90000 pixels");
  }

  // Under the limit of pixels, but of far less content than that takes.
  @Test
  void refusesLargeSizesWithoutContent() throws IOException {
    assertUnreadable("bomb.png", pngHeader(19_000, 20_000), "bomb.png");
    var tiff = new TiffFile(19_000, 20_000, 8, 3, TiffFile.RGB, new byte[64]);
    assertUnreadable(tiff.write(folder.resolve("bomb.tif")), "bomb.tif");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png", "bmp", "tiff"})
  void survivesDamage(String format) throws IOException {
    byte[] whole = encoded(noise(BufferedImage.TYPE_3BYTE_BGR), format);
    var random = new Random(3);
    var file = folder.resolve("damaged." + format);
    for (int round = 0; round < 300; round++) {
      byte[] damaged = whole.clone();
      for (int i = 0; i < 1 + round % 5; i++) {
        // Mostly in the headers.
        int range = round % 3 == 0 ? damaged.length : Math.min(damaged.length, 700);
        damaged[random.nextInt(range)] = (byte) random.nextInt();
      }
      Files.write(file, damaged);
      try {
        ImageDecoder.decode(file, 224);
      } catch (UnreadableImageException e) {
        // What it says is the user's to read; nothing else may come.
        continue;
      }
    }
  }

  private void assertUnreadable(String name, byte[] content, String reason) throws IOException {
    assertUnreadable(Files.write(folder.resolve(name), content), reason);
  }

  private static void assertUnreadable(Path file, String reason) {
    assertThatThrownBy(() -> ImageDecoder.decode(file, 224))
        .isInstanceOf(UnreadableImageException.class)
        .hasMessageContaining(file.getFileName().toString())
        .hasMessageContaining(reason);
  }

  private static byte[] pngHeader(int width, int height) {
    var chunk = ByteBuffer.allocate(17).put("IHDR".getBytes()).putInt(width).putInt(height);
    chunk.put(new byte[] {8, 2, 0, 0, 0});
    var checksum = new CRC32();
    checksum.update(chunk.array());
    return ByteBuffer.allocate(8 + 4 + 17 + 4)
        .put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'})
        .putInt(13)
        .put(chunk.array())
        .putInt((int) checksum.getValue())
        .array();
  }

  private static int indexOf(byte[] jpeg, byte marker) {
    int at = 0;
    while (jpeg[at] != -1 || jpeg[at + 1] != marker) {
      at++;
    }
    return at + 1;
  }

  private static BufferedImage noise(int type) {
    var image = new BufferedImage(120, 90, type);
    var random = new Random(1);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        image.setRGB(x, y, random.nextInt());
      }
    }
    return image;
  }

  private static byte[] encoded(BufferedImage image, String format) throws IOException {
    var out = new ByteArrayOutputStream();
    ImageIO.write(image, format, out);
    return out.toByteArray();
  }
}
