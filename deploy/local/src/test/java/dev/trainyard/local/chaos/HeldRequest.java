package dev.trainyard.local.chaos;

import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The first request that fits a step; it gets no answer. Thread-safe. */
final class HeldRequest {
  private final StorageStep step;
  private final AtomicBoolean taken = new AtomicBoolean();
  private final CountDownLatch reached = new CountDownLatch(1);
  private volatile HttpServerRequest request;

  HeldRequest(StorageStep step) {
    this.step = step;
  }

  boolean takes(HttpServerRequest candidate) {
    return candidate.method().name().equals(step.method())
        && step.fits(candidate.uri())
        && taken.compareAndSet(false, true);
  }

  boolean isBefore() {
    return step.moment() == StorageStep.Moment.BEFORE;
  }

  void reached(HttpServerRequest held) {
    request = held;
    reached.countDown();
  }

  /** Returns once the request is held. */
  void await(Duration limit) throws InterruptedException {
    if (!reached.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("no request came: " + step);
    }
  }

  /** Ends its connection. */
  void drop() {
    request.connection().close();
  }
}
