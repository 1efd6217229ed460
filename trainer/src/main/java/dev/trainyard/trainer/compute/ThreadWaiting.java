package dev.trainyard.trainer.compute;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How PyTorch's threads wait for one another.
 *
 * <p>OpenMP lets a thread that has done its share spin for milliseconds until the others have done
 * theirs. On a machine that does anything else meanwhile, the spinning keeps the others from their
 * processor: training was seen ten times slower and more. Spinning for some microseconds and
 * sleeping then costs little on an idle machine and nothing on a busy one.
 *
 * <p>OpenMP reads its settings from the environment when it is loaded, and Java cannot change the
 * environment of its own process, so the C library must. Whoever sets one of the variables keeps
 * what he set.
 */
final class ThreadWaiting {
  private static final Logger LOG = LoggerFactory.getLogger(ThreadWaiting.class);
  private static final String SPIN_COUNT = "GOMP_SPINCOUNT";
  private static final String WAIT_POLICY = "OMP_WAIT_POLICY";
  private static final String SHORT_SPIN = "1000";

  private interface CLibrary extends Library {
    int setenv(String name, String value, int overwrite);
  }

  private ThreadWaiting() {}

  /** Must come before PyTorch is loaded. */
  static void makeShort() {
    if (!Platform.isLinux()
        || System.getenv(SPIN_COUNT) != null
        || System.getenv(WAIT_POLICY) != null) {
      return;
    }
    try {
      Native.load("c", CLibrary.class).setenv(SPIN_COUNT, SHORT_SPIN, 0);
    } catch (LinkageError e) {
      LOG.warn("threads wait as OpenMP has it; on a busy machine training may be slow", e);
    }
  }
}
