package dev.trainyard.trainer;

import dev.trainyard.trainer.data.DatasetFolder;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/** A small dataset that a network can learn: stripes lying, stripes standing, squares. */
public final class TestDataset {
  public static final List<String> CLASSES = List.of("lying", "squares", "standing");
  private static final int SIZE = 40;

  private TestDataset() {}

  /** Writes the dataset and scans it. */
  public static DatasetFolder create(Path root, int trainPerClass, int testPerClass)
      throws IOException {
    var random = new Random(7);
    for (int label = 0; label < CLASSES.size(); label++) {
      write(root.resolve("train").resolve(CLASSES.get(label)), label, trainPerClass, random);
      write(root.resolve("test").resolve(CLASSES.get(label)), label, testPerClass, random);
    }
    return DatasetFolder.scan(root, List.of(".png"));
  }

  private static void write(Path folder, int label, int count, Random random) throws IOException {
    Files.createDirectories(folder);
    for (int i = 0; i < count; i++) {
      var file = folder.resolve("%03d.png".formatted(i));
      ImageIO.write(image(label, random), "png", file.toFile());
    }
  }

  private static BufferedImage image(int label, Random random) {
    var image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_BYTE_GRAY);
    int period = 4 + random.nextInt(4);
    int shift = random.nextInt(period);
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        boolean row = (y + shift) / period % 2 == 0;
        boolean column = (x + shift) / period % 2 == 0;
        boolean dark =
            switch (label) {
              case 0 -> row;
              case 1 -> row == column;
              default -> column;
            };
        int value = (dark ? 60 : 190) + (int) (random.nextGaussian() * 20);
        image.getRaster().setSample(x, y, 0, Math.max(0, Math.min(255, value)));
      }
    }
    return image;
  }
}
