package dev.trainyard.local.bench.transfer;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Asks a service for its heap several times a second and keeps the most. Thread-safe. */
final class HeapWatch implements AutoCloseable {
  private static final long PERIOD_MILLIS = 200;

  private final HttpClient http = HttpClient.newHttpClient();
  private final HttpRequest request;
  private final AtomicLong most = new AtomicLong();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            var thread = new Thread(work, "heap-watch");
            thread.setDaemon(true);
            return thread;
          });

  HeapWatch(URI service, String token) {
    request =
        HttpRequest.newBuilder(service.resolve("/q/metrics"))
            .header("Authorization", "Bearer " + token)
            .header("Accept", "text/plain")
            .timeout(Duration.ofSeconds(5))
            .build();
    timer.scheduleWithFixedDelay(this::look, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** The most that was seen, in bytes: what is alive and what was not yet collected. */
  long mostBytes() {
    return most.get();
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private void look() {
    try {
      var used =
          http.send(request, BodyHandlers.ofString())
              .body()
              .lines()
              .filter(line -> line.startsWith("jvm_memory_used_bytes{"))
              .filter(line -> line.contains("area=\"heap\""))
              .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
              .sum();
      most.accumulateAndGet((long) used, Math::max);
    } catch (IOException e) {
      // A service that is too busy for this is asked again.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
