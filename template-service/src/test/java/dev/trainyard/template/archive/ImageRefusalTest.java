package dev.trainyard.template.archive;

import static dev.trainyard.template.Archives.aDataset;
import static dev.trainyard.template.Archives.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.kit.problem.Violation;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageRefusalTest {
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
