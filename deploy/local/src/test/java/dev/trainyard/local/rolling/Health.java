package dev.trainyard.local.rolling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a service says of itself to whoever runs it. */
record Health(URI address) {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  boolean isAlive() {
    return ask("live").status() == 200;
  }

  boolean isReady() {
    return ask("ready").status() == 200;
  }

  /** It is not ready, and says that it has not seen these backends yet. */
  boolean lacks(String... backends) {
    var answer = ask("ready");
    return answer.status() == 503 && answer.missing().containsAll(List.of(backends));
  }

  /** It is not ready, and says that it has not seen this backend yet, but all others. */
  boolean lacksOnly(String backend) {
    var answer = ask("ready");
    return answer.status() == 503 && answer.missing().equals(Set.of(backend));
  }

  private Answer ask(String what) {
    var request = HttpRequest.newBuilder(address.resolve("/q/health/" + what)).timeout(TIMEOUT);
    try {
      var response = HTTP.send(request.build(), BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), MAPPER.readTree(response.body()));
    } catch (IOException e) {
      return new Answer(0, MAPPER.createObjectNode());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private record Answer(int status, JsonNode body) {
    Set<String> missing() {
      var missing = new TreeSet<String>();
      for (var check : body.path("checks")) {
        for (var backend : check.path("data").properties()) {
          if (backend.getValue().asText().startsWith("missing")) {
            missing.add(backend.getKey());
          }
        }
      }
      return missing;
    }
  }
}
