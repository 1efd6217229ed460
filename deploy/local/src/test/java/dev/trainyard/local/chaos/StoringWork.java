package dev.trainyard.local.chaos;

import java.util.List;

/** Something that a service does with files, of which each step may be the last. */
interface StoringWork {
  /** The service that does it. */
  Part service();

  /** The requests to the storage that it makes, in their order. */
  List<StorageStep> steps();

  /** Makes ready what the work needs. */
  void prepare() throws Exception;

  /** Does it once, as a client that gives up when it gets no answer. */
  void attempt() throws Exception;

  /** Does it again, as a client that insists, and sees that it is done once and for all. */
  void finish() throws Exception;
}
