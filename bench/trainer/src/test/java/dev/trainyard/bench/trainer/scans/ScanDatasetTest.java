package dev.trainyard.bench.trainer.scans;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScanDatasetTest {
  @TempDir Path folder;

  @Test
  void makesTheSameA4ScanEveryTime() throws IOException {
    var scan = ScanDataset.scans(folder.resolve("one"), 4).get(1);
    var again = ScanDataset.scans(folder.resolve("two"), 4).get(1);

    scan.write();
    again.write();

    assertThat(scan.file()).hasSameBinaryContentAs(again.file());
    assertThat(Files.size(scan.file())).isBetween(700_000L, 2_500_000L);
    var image = ImageIO.read(scan.file().toFile());
    assertThat(image.getWidth()).isEqualTo(2480);
    assertThat(image.getHeight()).isEqualTo(3508);
    assertThat(image.getColorModel().getNumComponents()).isEqualTo(3);
  }

  @Test
  void holdsEveryClassInBothSets() {
    var scans = ScanDataset.scans(folder, 10);

    assertThat(scans).hasSize(10 + ScanDataset.TEST_SCANS);
    assertThat(scans)
        .filteredOn(scan -> !scan.test())
        .extracting(ScanDataset.Scan::documentClass)
        .contains(DocumentClass.values());
    assertThat(scans).extracting(ScanDataset.Scan::file).doesNotHaveDuplicates();
  }

  @Test
  void usesTheScansOfAnEarlierRun() throws Exception {
    Files.createDirectories(folder.resolve("scans-8"));
    Files.writeString(folder.resolve("scans-8/complete.txt"), "8");

    assertThat(ScanDataset.prepare(folder, 8, line -> {})).isEqualTo(folder.resolve("scans-8"));
    assertThat(folder.resolve("scans-8/train")).doesNotExist();
  }
}
