package dev.trainyard.bench.platform;

import dev.trainyard.bench.stage.Latencies;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongUnaryOperator;

/** Callers, each on a connection of its own, that keep a service busy. */
final class Load {
  private static final long SHORTEST_PAUSE_NANOS = 20_000;

  private final URI address;
  private final String bearer;
  private final Usage.Source source;

  Load(URI address, String bearer, Usage.Source source) {
    this.address = address;
    this.bearer = bearer;
    this.source = source;
  }

  /**
   * What a load led to.
   *
   * @param perSecond answers a second
   * @param used processor time meanwhile
   */
  record Result(double perSecond, Latencies latencies, Usage used) {}

  /** Each asks the next thing when it has the answer to the last. */
  Result closedLoop(List<? extends Caller> callers, Duration time) throws Exception {
    return run(callers, time, index -> turn -> 0);
  }

  /**
   * Together they ask so often, whatever the service does: a request counts from when it was due,
   * also if the connection was not free yet.
   */
  Result fixedRate(List<? extends Caller> callers, double perSecond, Duration time)
      throws Exception {
    var interval = 1e9 / perSecond;
    return run(
        callers, time, index -> turn -> (long) ((turn * callers.size() + index) * interval) + 1);
  }

  private interface Schedule {
    /** By turn, nanoseconds from the beginning to when it is due; 0 for at once. */
    LongUnaryOperator of(int caller);
  }

  private Result run(List<? extends Caller> callers, Duration time, Schedule schedule)
      throws Exception {
    var latencies = new Latencies();
    var threads = Executors.newFixedThreadPool(callers.size());
    try {
      var before = source.now();
      var begun = System.nanoTime();
      var all = new ArrayList<Future<?>>();
      for (var index = 0; index < callers.size(); index++) {
        var caller = callers.get(index);
        var due = schedule.of(index);
        all.add(
            threads.submit(
                () -> {
                  call(caller, due, begun, time.toNanos(), latencies);
                  return null;
                }));
      }
      for (var one : all) {
        await(one);
      }
      var seconds = (System.nanoTime() - begun) / 1e9;
      return new Result(latencies.count() / seconds, latencies, source.now().since(before));
    } finally {
      threads.shutdownNow();
    }
  }

  private void call(
      Caller caller, LongUnaryOperator schedule, long begun, long nanos, Latencies latencies)
      throws IOException {
    try (var connection = new Connection(address, bearer)) {
      for (var turn = 0L; ; turn++) {
        var due = schedule.applyAsLong(turn);
        if (Math.max(due, System.nanoTime() - begun) >= nanos) {
          return;
        }
        pauseUntil(begun + due);
        var from = due == 0 ? System.nanoTime() : begun + due;
        var request = caller.next();
        var answer = connection.send(request);
        latencies.add(System.nanoTime() - from);
        if (!answer.isSuccess()) {
          throw new IOException(
              "%s was answered with %d: %s".formatted(request, answer.status(), answer.text()));
        }
        caller.answered(answer);
      }
    }
  }

  private static void pauseUntil(long moment) {
    for (var left = moment - System.nanoTime();
        left > SHORTEST_PAUSE_NANOS;
        left = moment - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static void await(Future<?> one) throws Exception {
    try {
      one.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : e;
    }
  }
}
