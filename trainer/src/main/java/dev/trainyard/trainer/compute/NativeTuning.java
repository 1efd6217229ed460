package dev.trainyard.trainer.compute;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settings of PyTorch's threads, memory and GPU arithmetic that must be made before it is loaded.
 * Whoever sets one of the variables in the environment keeps what he set; Java cannot change its
 * own environment, so the C library must.
 *
 * <ul>
 *   <li>OpenMP lets a thread that has done its share spin for milliseconds until the others have
 *       done theirs. On a machine that does anything else meanwhile, the spinning keeps the others
 *       from their processor: training was seen ten times slower and more. It spins shortly here,
 *       then sleeps.
 *   <li>An iteration takes and gives back hundreds of megabytes. Kept by the allocator, and in huge
 *       pages, they cost no page faults the next time: up to a tenth of an iteration.
 *   <li>NVIDIA's libraries round what convolutions multiply to TF32, 10 bits of mantissa, where
 *       they are asked for 32-bit numbers. FLOAT32 means 32 bits here, and so does every
 *       evaluation.
 * </ul>
 */
final class NativeTuning {
  private static final Logger LOG = LoggerFactory.getLogger(NativeTuning.class);
  private static final String SPIN_COUNT = "GOMP_SPINCOUNT";
  private static final String WAIT_POLICY = "OMP_WAIT_POLICY";
  private static final String SHORT_SPIN = "5000";
  private static final String HUGE_PAGES = "THP_MEM_ALLOC_ENABLE";
  private static final String TF32 = "NVIDIA_TF32_OVERRIDE";

  // From glibc's malloc.h.
  private static final int M_TRIM_THRESHOLD = -1;
  private static final int M_TOP_PAD = -2;
  private static final int M_MMAP_THRESHOLD = -3;
  private static final int M_ARENA_MAX = -8;
  // The largest that glibc takes.
  private static final int LARGEST_MMAP_THRESHOLD = 32 << 20;
  private static final int KEPT_BYTES = Integer.MAX_VALUE;
  private static final int GROWTH_BYTES = 64 << 20;

  private interface CLibrary extends Library {
    int setenv(String name, String value, int overwrite);

    int mallopt(int parameter, int value);
  }

  private NativeTuning() {}

  /** Must come before PyTorch is loaded. */
  static void apply() {
    if (!Platform.isLinux()) {
      return;
    }
    try {
      var library = Native.load("c", CLibrary.class);
      if (System.getenv(WAIT_POLICY) == null) {
        library.setenv(SPIN_COUNT, SHORT_SPIN, 0);
      }
      library.setenv(HUGE_PAGES, "1", 0);
      library.setenv(TF32, "0", 0);
      // One arena: the others cannot hold large blocks, and give memory back at once.
      library.mallopt(M_ARENA_MAX, 1);
      library.mallopt(M_MMAP_THRESHOLD, LARGEST_MMAP_THRESHOLD);
      library.mallopt(M_TRIM_THRESHOLD, KEPT_BYTES);
      library.mallopt(M_TOP_PAD, GROWTH_BYTES);
    } catch (LinkageError e) {
      LOG.warn(
          "the C library's settings cannot be changed; training may be slower or less exact", e);
    }
  }
}
