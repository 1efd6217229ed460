package dev.trainyard.trainer.evaluation;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.trainyard.trainer.StopSignal;
import dev.trainyard.trainer.compute.OutOfMemory;
import dev.trainyard.trainer.data.BatchBuffers;
import dev.trainyard.trainer.data.BatchLoader;
import dev.trainyard.trainer.data.ImageCache;
import dev.trainyard.trainer.data.ImagePreparation;
import dev.trainyard.trainer.data.UnreadableImageException;
import dev.trainyard.trainer.network.Classifier;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a network over the test set, without augmentation, in batches as large as memory allows.
 * Used by the training thread alone.
 */
public final class Evaluator {
  private static final Logger LOG = LoggerFactory.getLogger(Evaluator.class);

  // Images of a batch at 224 pixels; fewer if they are larger.
  private static final int BATCH = 64;
  private static final int LARGEST_BATCH = 256;

  private final ImageCache images;
  private final ImagePreparation preparation;
  private final ExecutorService workers;
  private int batchSize;
  private final StopSignal stop;
  private final Runnable onProgress;
  private final BatchBuffers buffers = new BatchBuffers();

  /**
   * @param onProgress is called after every batch
   */
  public Evaluator(
      ImageCache images,
      ImagePreparation preparation,
      ExecutorService workers,
      int batchSize,
      StopSignal stop,
      Runnable onProgress) {
    this.images = images;
    this.preparation = preparation;
    this.workers = workers;
    this.batchSize = Math.min(batchSize, images.size());
    this.stop = stop;
    this.onProgress = onProgress;
  }

  /**
   * Evaluates a network.
   *
   * @throws StopSignal.StopRequested if a stop is requested meanwhile
   */
  public Evaluation evaluate(Classifier classifier, NDManager parent)
      throws UnreadableImageException, InterruptedException {
    while (true) {
      try {
        return evaluateInBatches(classifier, parent);
      } catch (EngineException | OutOfMemoryError e) {
        if (batchSize == 1 || !OutOfMemory.isCauseOf(e)) {
          throw e;
        }
        batchSize /= 2;
        LOG.info("memory ran out in evaluation: going on with batches of {}", batchSize);
      }
    }
  }

  private Evaluation evaluateInBatches(Classifier classifier, NDManager parent)
      throws UnreadableImageException, InterruptedException {
    var logits = new float[images.size()][];
    var labels = new int[images.size()];
    long last = (images.size() - 1) / batchSize;
    int done = 0;
    try (var loader = new BatchLoader(workers, source(), buffers, images.imageSize(), 0, last, 2)) {
      while (done < labels.length) {
        stop.check();
        try (var batch = loader.next();
            var manager = parent.newSubManager(Device.cpu())) {
          float[] scores = scores(classifier, manager, batch);
          int classes = scores.length / batch.size();
          for (int i = 0; i < batch.size(); i++, done++) {
            logits[done] = Arrays.copyOfRange(scores, i * classes, (i + 1) * classes);
            labels[done] = (int) batch.labels()[i];
          }
        }
        onProgress.run();
      }
    }
    return Evaluation.of(logits, labels);
  }

  /** How many images of this edge a batch should begin with. */
  public static int batchSizeFor(int imageSize) {
    long fitting = BATCH * 224L * 224L / ((long) imageSize * imageSize);
    return (int) Math.max(1, Math.min(LARGEST_BATCH, fitting));
  }

  /** Images of the test set. */
  public int testImages() {
    return images.size();
  }

  private float[] scores(Classifier classifier, NDManager manager, BatchLoader.Batch batch) {
    int size = images.imageSize();
    var pixels =
        manager.create(batch.pixels(), new Shape(batch.size(), 3, size, size), DataType.FLOAT32);
    return classifier.forward(pixels).toFloatArray();
  }

  private BatchLoader.Source source() {
    return new BatchLoader.Source() {
      @Override
      public int[] indices(long number) {
        int first = Math.toIntExact(number * batchSize);
        return IntStream.range(first, Math.min(first + batchSize, images.size())).toArray();
      }

      @Override
      public int label(int index) {
        return images.label(index);
      }

      @Override
      public void prepare(long number, int place, int index, byte[] samples, float[] target)
          throws UnreadableImageException {
        images.read(index, samples);
        preparation.prepare(samples, target);
      }
    };
  }
}
