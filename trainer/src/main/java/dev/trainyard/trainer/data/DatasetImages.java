package dev.trainyard.trainer.data;

import dev.trainyard.contracts.process.FailureCause;
import dev.trainyard.trainer.StopSignal;
import dev.trainyard.trainer.TrainingFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Decodes all images of a set ahead, on worker threads. */
public final class DatasetImages {
  private static final int MAX_NAMED = 50;
  // Small, so that the workers end together.
  private static final int CHUNK = 8;

  private DatasetImages() {}

  /**
   * Decodes every image that is not in the cache yet.
   *
   * @param onProgress is called on this thread whenever some more are done
   * @throws TrainingFailure {@code DATASET_ERROR} naming the files that cannot be decoded
   * @throws StopSignal.StopRequested if a stop is requested meanwhile
   */
  public static void decodeAll(
      ImageCache images, ExecutorService workers, StopSignal stop, Runnable onProgress)
      throws InterruptedException {
    var pending = new ArrayList<Future<List<String>>>();
    for (int first = 0; first < images.size(); first += CHUNK) {
      var part = IntStream.range(first, Math.min(first + CHUNK, images.size()));
      pending.add(workers.submit(() -> unreadable(images, part, stop)));
    }
    var bad = new ArrayList<String>();
    for (var result : pending) {
      try {
        bad.addAll(result.get());
        onProgress.run();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        throw new IllegalStateException("images could not be decoded", e.getCause());
      }
    }
    stop.check();
    if (!bad.isEmpty()) {
      throw failure(bad);
    }
  }

  private static List<String> unreadable(ImageCache images, IntStream part, StopSignal stop) {
    var bad = new ArrayList<String>();
    var buffer = new byte[images.imageSize() * images.imageSize() * RgbImage.CHANNELS];
    part.takeWhile(index -> !stop.isRequested())
        .forEach(
            index -> {
              try {
                images.read(index, buffer);
              } catch (UnreadableImageException e) {
                bad.add(e.file() + ": " + e.getMessage());
              }
            });
    return bad;
  }

  private static TrainingFailure failure(List<String> bad) {
    var named = bad.subList(0, Math.min(MAX_NAMED, bad.size()));
    return new TrainingFailure(
        FailureCause.DATASET_ERROR,
        "%d image file%s cannot be decoded; remove or replace %s in the dataset"
            .formatted(bad.size(), bad.size() == 1 ? "" : "s", bad.size() == 1 ? "it" : "them"),
        named);
  }
}
