package dev.trainyard.trainer.data;

/** The batches of a training: which images, and how they are augmented. Thread-safe. */
public final class TrainingBatches implements BatchLoader.Source {
  private static final long MAX_BYTES_AHEAD = 512L << 20;

  private final ImageCache images;
  private final ImagePreparation preparation;
  private final SampleOrder order;
  private final int batchSize;

  public TrainingBatches(
      ImageCache images, ImagePreparation preparation, SampleOrder order, int batchSize) {
    this.images = images;
    this.preparation = preparation;
    this.order = order;
    this.batchSize = batchSize;
  }

  /** How many batches to prepare ahead: enough for all workers, bounded by their memory. */
  public int ahead(int workers) {
    long batchBytes = 12L * images.imageSize() * images.imageSize() * batchSize;
    return (int) Math.max(1, Math.min(workers + 1L, MAX_BYTES_AHEAD / batchBytes));
  }

  @Override
  public int[] indices(long number) {
    return order.batch(number, batchSize);
  }

  @Override
  public int label(int index) {
    return images.label(index);
  }

  @Override
  public void prepare(long number, int place, int index, byte[] samples, float[] target)
      throws UnreadableImageException {
    images.read(index, samples);
    preparation.augment(samples, number, place, target);
  }
}
