package dev.trainyard.template.dataset;

/**
 * Where a dataset is in its life.
 *
 * <pre>
 * UPLOADING ──arrived──▶ CHECKING ──passed──▶ READY
 *     └──deadline──▶ REJECTED ◀──failed──┘
 *     ▲───image by image───┘
 * </pre>
 */
public enum DatasetStatus {
  /** Its archive is on the way. */
  UPLOADING,
  /** Its archive is stored and will be, or is, looked through. */
  CHECKING,
  /** It has a version and can be trained on. */
  READY,
  /** It was no dataset, or never arrived; its archive is gone. Single images stay for a while. */
  REJECTED
}
