package dev.trainyard.trainer.data;

import java.io.IOException;
import java.nio.file.Path;

/** Thrown when a disk has less free space than a run needs. */
public class InsufficientSpaceException extends IOException {
  public InsufficientSpaceException(Path folder, long neededBytes, long foundBytes) {
    super(
        "%s has %,d MiB free and needs %,d MiB"
            .formatted(folder, foundBytes >> 20, (neededBytes >> 20) + 1));
  }
}
