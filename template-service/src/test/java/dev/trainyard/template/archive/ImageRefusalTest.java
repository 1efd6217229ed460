package dev.trainyard.template.archive;

import static dev.trainyard.template.Archives.aDataset;
import static dev.trainyard.template.Archives.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.kit.problem.Violation;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageRefusalTest {
  /** Of 40 × 30 pixels with three bytes each. */
  private static final int BMP_BYTES = 54 + 40 * 30 * 3;

  @TempDir Path folder;
  private ArchiveChecks checks;

  @BeforeEach
  void prepare() {
    checks = ArchiveChecks.in(folder);
  }

  @Test
  void refusesEveryUnreadableImageByName() {
    var violations =
        checks.refusals(
            aDataset()
                .file("train/letter/text.png", "text")
                .file("train/letter/empty.jpg", "")
                .file("train/letter/cut.png", Arrays.copyOf(image("png", 64, 64), 80))
                .file("train/letter/huge.png", image("png", 1_001, 1_000))
                .file("train/letter/heavy.bmp", image("bmp", 1_000, 999))
                .bytes());
    assertThat(violations)
        .extracting(Violation::field)
        .containsExactly(
            "train/letter/cut.png",
            "train/letter/empty.jpg",
            "train/letter/heavy.bmp",
            "train/letter/huge.png",
            "train/letter/text.png");
  }

  /** The first byte, without which it is no image, and the last, which is a pixel. */
  @ParameterizedTest
  @ValueSource(ints = {0, BMP_BYTES - 1})
  void refusesAnImageThatWasChangedOnTheWay(int at) throws IOException {
    var page = image("bmp", 40, 30);
    assertThat(page).hasSize(BMP_BYTES);
    var bytes = aDataset().stored("train/letter/page.bmp", page).bytes();
    assertThat(checks.check(bytes).trainImages()).isEqualTo(4);

    bytes[indexOf(page, bytes) + at] ^= 1;

    var refusal = checks.refusal(bytes);
    assertThat(refusal.violations())
        .containsExactly(
            new Violation(
                "train/letter/page.bmp",
                "was changed on the way: its checksum is not the one in the archive; pack it"
                    + " again"));
    assertThat(refusal.report().totals()).isEqualTo(Map.of(ProblemCode.DAMAGED, 1));
  }

  @Test
  void refusesAnImageThatIsInTwoClasses() {
    var page = image("png", 20, 20);
    assertThat(
            checks.refusals(
                aDataset()
                    .file("train/letter/page.png", page)
                    .file("train/invoice/scan.png", page)
                    .file("test/letter/again.png", page)
                    .bytes()))
        .containsExactly(
            new Violation(
                "test/letter/again.png",
                "is the same image as train/invoice/scan.png, which is in another class; leave it"
                    + " in the right one"),
            new Violation(
                "train/letter/page.png",
                "is the same image as train/invoice/scan.png, which is in another class; leave it"
                    + " in the right one"));
  }

  @Test
  void refusesATiffOfSeveralPages() throws IOException {
    assertThat(checks.refusals(aDataset().file("train/letter/pages.tif", tiff(3)).bytes()))
        .containsExactly(
            new Violation(
                "train/letter/pages.tif", "has 3 pages; split it into one file for each page"));
    assertThat(
            checks.check(aDataset().file("train/letter/page.tif", tiff(1)).bytes()).trainImages())
        .isEqualTo(4);
  }

  @Test
  void refusesImagesThatWouldFillTheMemory() throws IOException {
    var refusal =
        checks.refusal(
            aDataset()
                .file("train/letter/bomb.png", pngOf(60_000, 60_000))
                .file("train/letter/bomb.jpg", jpegOf(65_500, 65_500))
                .file("train/letter/bomb.bmp", bmpOf(100_000, 100_000))
                .file("train/letter/wide.png", pngOf(Integer.MAX_VALUE, 1))
                .bytes());
    assertThat(refusal.violations())
        .containsExactly(
            tooMany("train/letter/bomb.bmp", "100000 × 100000"),
            tooMany("train/letter/bomb.jpg", "65500 × 65500"),
            tooMany("train/letter/bomb.png", "60000 × 60000"),
            tooMany("train/letter/wide.png", "2147483647 × 1"));
    assertThat(refusal.report().totals()).isEqualTo(Map.of(ProblemCode.TOO_MANY_PIXELS, 4));
  }

  @Test
  void refusesImagesWithoutAnyPixels() throws IOException {
    assertThat(
            checks
                .refusal(
                    aDataset()
                        .file("train/letter/none.png", pngOf(0, 10))
                        .file("train/letter/negative.png", pngOf(-5, 10))
                        .bytes())
                .report()
                .totals())
        .isEqualTo(Map.of(ProblemCode.UNREADABLE_IMAGE, 2));
  }

  private static int indexOf(byte[] content, byte[] archive) {
    var at = 0;
    while (!Arrays.equals(content, 0, content.length, archive, at, at + content.length)) {
      at++;
    }
    return at;
  }

  private static Violation tooMany(String file, String size) {
    return new Violation(file, "has %s pixels; an image may have at most 1000000".formatted(size));
  }

  /** A PNG whose header says a size. */
  private static byte[] pngOf(int width, int height) {
    var png = ByteBuffer.wrap(image("png", 16, 16));
    // Signature, length and name of the first chunk come before it.
    png.putInt(16, width).putInt(20, height);
    var checksum = new CRC32();
    checksum.update(png.array(), 12, 17);
    png.putInt(29, (int) checksum.getValue());
    return png.array();
  }

  /** A JPEG whose frame says a size. */
  private static byte[] jpegOf(int width, int height) {
    var jpeg = ByteBuffer.wrap(image("jpg", 16, 16));
    for (var at = 0; at < jpeg.limit() - 9; at++) {
      if (jpeg.getShort(at) == (short) 0xFFC0) {
        jpeg.putShort(at + 5, (short) height).putShort(at + 7, (short) width);
        return jpeg.array();
      }
    }
    throw new IllegalStateException("no frame");
  }

  private static byte[] bmpOf(int width, int height) {
    var bmp = ByteBuffer.wrap(image("bmp", 16, 16)).order(ByteOrder.LITTLE_ENDIAN);
    return bmp.putInt(18, width).putInt(22, height).array();
  }

  private static byte[] tiff(int pages) throws IOException {
    var writer = ImageIO.getImageWritersByFormatName("tiff").next();
    var bytes = new ByteArrayOutputStream();
    try (var output = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(output);
      writer.prepareWriteSequence(null);
      for (var page = 0; page < pages; page++) {
        writer.writeToSequence(
            new IIOImage(new BufferedImage(20, 20 + page, BufferedImage.TYPE_INT_RGB), null, null),
            null);
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
