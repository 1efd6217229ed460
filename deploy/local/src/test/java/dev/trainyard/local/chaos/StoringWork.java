package dev.trainyard.local.chaos;

import java.util.List;

/** Something that a service does with files, of which each step may be the last. */
abstract class StoringWork {
  private final Part service;
  private final List<StorageStep> steps;

  /**
   * @param service that does it
   * @param steps the requests to the storage that it makes, in their order
   */
  StoringWork(Part service, StorageStep... steps) {
    this.service = service;
    this.steps = List.of(steps);
  }

  final Part service() {
    return service;
  }

  final List<StorageStep> steps() {
    return steps;
  }

  /** Makes ready what the work needs. */
  abstract void prepare() throws Exception;

  /** Does it once, as a client that gives up when it gets no answer. */
  abstract void attempt() throws Exception;

  /** Does it again, as a client that insists, and sees that it is done once and for all. */
  abstract void finish() throws Exception;
}
