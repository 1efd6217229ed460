package dev.trainyard.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.contracts.training.Augmentation;
import dev.trainyard.trainer.TestDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchLoaderTest {
  @TempDir Path folder;

  @Test
  void givesTheSameBatchesWhateverTheNumberOfWorkers() throws Exception {
    var dataset = TestDataset.create(folder.resolve("data"), 5, 1);
    var one = batches(dataset, 1, "one");
    assertThat(batches(dataset, 4, "four")).isEqualTo(one);
    assertThat(one).hasSize(12).doesNotHaveDuplicates();
  }

  @Test
  void showsEveryImageOnceAnEpoch() {
    var order = new SampleOrder(10, 1);
    var shown = new ArrayList<Integer>();
    for (int iteration = 1; iteration <= 5; iteration++) {
      Arrays.stream(order.batch(iteration, 4)).forEach(shown::add);
    }
    assertThat(shown.subList(0, 10)).containsExactlyInAnyOrderElementsOf(allOf(10));
    assertThat(shown.subList(10, 20)).containsExactlyInAnyOrderElementsOf(allOf(10));
    assertThat(shown.subList(10, 20)).isNotEqualTo(shown.subList(0, 10));
  }

  @Test
  void fillsABatchLargerThanTheSet() {
    assertThat(new SampleOrder(3, 1).batch(1, 10)).hasSize(10).contains(0, 1, 2);
  }

  @Test
  void readsTheCacheOfAnEarlierRun() throws Exception {
    var dataset = TestDataset.create(folder.resolve("data"), 2, 1);
    var first = ImageCache.open(folder.resolve("work"), "train", dataset.train(), 32);
    var image = new byte[32 * 32 * 3];
    first.read(1, image);
    var again = ImageCache.open(folder.resolve("work"), "train", dataset.train(), 32);
    var cached = new byte[32 * 32 * 3];
    again.read(1, cached);
    assertThat(cached).isEqualTo(image);
  }

  private static List<Integer> allOf(int size) {
    return IntStream.range(0, size).boxed().toList();
  }

  private List<Integer> batches(DatasetFolder dataset, int workerCount, String name)
      throws IOException, InterruptedException {
    var images = ImageCache.open(folder.resolve(name), "train", dataset.train(), 32);
    var preparation =
        new ImagePreparation(Augmentation.ROTATIONS_EXPOSURE_NOISE, Normalisation.IMAGENET, 32, 42);
    var source = new TrainingBatches(images, preparation, new SampleOrder(images.size(), 42), 4);
    var workers = Executors.newFixedThreadPool(workerCount);
    var hashes = new ArrayList<Integer>();
    try (var loader =
        new BatchLoader(
            workers, source, new BatchBuffers(), 32, 1, 12, source.ahead(workerCount))) {
      for (int i = 0; i < 12; i++) {
        try (var batch = loader.next()) {
          hashes.add(31 * batch.pixels().hashCode() + Arrays.hashCode(batch.labels()));
        }
      }
    } finally {
      workers.shutdownNow();
    }
    return hashes;
  }
}
