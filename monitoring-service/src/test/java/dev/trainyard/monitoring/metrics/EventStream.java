package dev.trainyard.monitoring.metrics;

import dev.trainyard.kit.testing.Tokens;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client of server-sent events that collects what it is sent. */
public final class EventStream implements AutoCloseable {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final HttpResponse<InputStream> response;
  private final List<Event> events = new CopyOnWriteArrayList<>();

  private EventStream(HttpResponse<InputStream> response) {
    this.response = response;
  }

  /** One event with data; comments are left out. */
  public record Event(String id, String data) {}

  public static EventStream open(URI address, String lastEventId)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(address)
            .header("Authorization", Tokens.bearer("admin"))
            .header("Accept", "text/event-stream");
    if (lastEventId != null) {
      request.header("Last-Event-ID", lastEventId);
    }
    var stream = new EventStream(CLIENT.send(request.build(), BodyHandlers.ofInputStream()));
    var reader = new Thread(stream::read, "event-stream");
    reader.setDaemon(true);
    reader.start();
    return stream;
  }

  public List<Event> events() {
    return List.copyOf(events);
  }

  public String contentType() {
    return response.headers().firstValue("Content-Type").orElse("");
  }

  @Override
  public void close() throws IOException {
    response.body().close();
  }

  private void read() {
    try (var lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      String id = null;
      var data = new StringBuilder();
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("id:")) {
          id = line.substring(3).trim();
        } else if (line.startsWith("data:")) {
          data.append(line.substring(5).trim());
        } else if (line.isEmpty() && data.length() > 0) {
          events.add(new Event(id, data.toString()));
          data.setLength(0);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      // The test closed the connection.
    }
  }
}
