package dev.trainyard.kit.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/** Whether other users of the machine get to a place: a checkout may lie in a closed folder. */
public final class Passage {
  private Passage() {}

  public static boolean isOpenTo(Path place) {
    try {
      for (var folder = place.toRealPath(); folder != null; folder = folder.getParent()) {
        if (!Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_EXECUTE)) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
