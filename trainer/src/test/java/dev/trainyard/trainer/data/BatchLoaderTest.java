package dev.trainyard.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.contracts.training.Augmentation;
import dev.trainyard.trainer.TestDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchLoaderTest {
  @TempDir Path folder;

  @Test
  void givesTheSameBatchesWhateverTheNumberOfWorkers() throws Exception {
    var dataset = TestDataset.create(folder.resolve("data"), 5, 1);
    var one = batches(dataset, 1, "one");
    assertThat(batches(dataset, 2, "two")).isEqualTo(one);
    assertThat(batches(dataset, 4, "four")).isEqualTo(one);
    // A second run finds the images in the cache.
    assertThat(batches(dataset, 4, "four")).isEqualTo(one);
    assertThat(one).hasSize(12).doesNotHaveDuplicates();
  }

  @Test
  void saysHowLongItWaited() throws Exception {
    var prepare = new CountDownLatch(1);
    var source =
        new BatchLoader.Source() {
          @Override
          public int[] indices(long number) {
            return new int[] {0};
          }

          @Override
          public int label(int index) {
            return 0;
          }

          @Override
          public void prepare(long number, int place, int index, byte[] samples, float[] target) {
            try {
              prepare.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        };
    var workers = Executors.newFixedThreadPool(1);
    var timer = Executors.newSingleThreadScheduledExecutor();
    try (var loader = new BatchLoader(workers, source, new BatchBuffers(), 32, 1, 2, 1)) {
      var taker = Thread.currentThread();
      Runnable release =
          () -> {
            if (taker.getState() == Thread.State.WAITING) {
              prepare.countDown();
            }
          };
      assertThat(loader.waitedNanos()).isZero();
      long started = System.nanoTime();
      timer.scheduleAtFixedRate(release, 5, 5, TimeUnit.MILLISECONDS);
      loader.next().close();
      assertThat(loader.waitedNanos()).isPositive().isLessThan(System.nanoTime() - started);
    } finally {
      workers.shutdownNow();
      timer.shutdownNow();
    }
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

  private static List<Integer> allOf(int size) {
    return IntStream.range(0, size).boxed().toList();
  }

  private List<Integer> batches(DatasetFolder dataset, int workerCount, String name)
      throws IOException, InterruptedException {
    var images = ImageCache.open(folder.resolve(name), "train", dataset.train(), 32, () -> {});
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
