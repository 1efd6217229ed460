package dev.trainyard.backends;

import java.util.concurrent.CountDownLatch;

/** A program of its own that starts all backends and waits to be killed. */
public final class BackendsHolder {

  private BackendsHolder() {}

  /** Prints {@code STARTED} when all run. */
  public static void main(String[] arguments) throws InterruptedException {
    EmbeddedBackends backends =
        EmbeddedBackends.start(EmbeddedBackends.Options.temporary("process"));
    System.out.println("STARTED " + backends.postgres().jdbcUrl("process"));
    new CountDownLatch(1).await();
  }
}
