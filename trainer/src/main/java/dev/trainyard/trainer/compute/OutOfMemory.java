package dev.trainyard.trainer.compute;

import java.util.List;
import java.util.Locale;

/** Recognises a lack of memory in what engines and libraries report in words. */
public final class OutOfMemory {
  private static final List<String> PHRASES =
      List.of("out of memory", "can't allocate memory", "not enough memory", "bad_alloc");

  private OutOfMemory() {}

  /** True if a failure, or one of its causes, says that memory ran out. */
  public static boolean isCauseOf(Throwable failure) {
    for (var each = failure; each != null; each = each.getCause()) {
      var message = String.valueOf(each.getMessage()).toLowerCase(Locale.ROOT);
      if (each instanceof OutOfMemoryError || PHRASES.stream().anyMatch(message::contains)) {
        return true;
      }
    }
    return false;
  }
}
