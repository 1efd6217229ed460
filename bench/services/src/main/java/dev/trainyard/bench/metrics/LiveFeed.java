package dev.trainyard.bench.metrics;

import dev.trainyard.bench.stage.Latencies;
import dev.trainyard.bench.stage.ServiceUnderTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Browsers that follow processes: when what was sent has arrived there. */
final class LiveFeed implements AutoCloseable {
  private static final Pattern ITERATION = Pattern.compile("\"iteration\":(\\d+)");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, Long> sent = new ConcurrentHashMap<>();
  private final Latencies latencies;
  private final List<InputStream> streams = new ArrayList<>();

  LiveFeed(Latencies latencies) {
    this.latencies = latencies;
  }

  void follow(URI service, UUID processId, long position) throws IOException, InterruptedException {
    var path = "/api/v1/monitoring/processes/%s/stream?after=%d".formatted(processId, position);
    var response =
        http.send(
            HttpRequest.newBuilder(service.resolve(path))
                .header("Authorization", ServiceUnderTest.bearer())
                .header("Accept", "text/event-stream")
                .build(),
            BodyHandlers.ofInputStream());
    streams.add(response.body());
    var reader = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    var thread = new Thread(() -> read(processId, reader), "follow-" + processId);
    thread.setDaemon(true);
    thread.start();
  }

  /** Says that an iteration is sent now. */
  void sending(UUID processId, int iteration) {
    sent.put(processId + "/" + iteration, System.nanoTime());
  }

  /** How many of those that were sent have not arrived. */
  int missing() {
    return sent.size();
  }

  @Override
  public void close() throws IOException {
    for (var stream : streams) {
      stream.close();
    }
  }

  private void read(UUID processId, BufferedReader lines) {
    try {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        var iteration = ITERATION.matcher(line);
        if (line.startsWith("data:") && iteration.find()) {
          var at = sent.remove(processId + "/" + iteration.group(1));
          if (at != null) {
            latencies.add(System.nanoTime() - at);
          }
        }
      }
    } catch (IOException | UncheckedIOException e) {
      // It is over.
    }
  }
}
