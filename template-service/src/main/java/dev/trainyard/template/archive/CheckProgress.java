package dev.trainyard.template.archive;

/** Hears how far a check has come. */
@FunctionalInterface
public interface CheckProgress {
  /** Hears nothing. */
  CheckProgress UNHEARD = (images, total) -> {};

  /**
   * An image was checked. Called by several threads at once, for each image: must be quick and must
   * not throw.
   *
   * @param images how many were checked; calls may come in another order
   * @param total how many there are
   */
  void checked(int images, int total);
}
