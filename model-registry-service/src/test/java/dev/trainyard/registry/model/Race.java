package dev.trainyard.registry.model;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The same call many times at once. */
public final class Race {
  private Race() {}

  /** What the calls returned. */
  public static <T> List<T> atOnce(int count, Callable<T> call) throws Exception {
    var pool = Executors.newFixedThreadPool(count);
    try {
      var start = new CountDownLatch(1);
      var results = new ArrayList<Future<T>>();
      for (var index = 0; index < count; index++) {
        results.add(
            pool.submit(
                () -> {
                  start.await();
                  return call.call();
                }));
      }
      start.countDown();
      var values = new ArrayList<T>();
      for (var result : results) {
        values.add(result.get());
      }
      return values;
    } finally {
      pool.shutdownNow();
    }
  }
}
