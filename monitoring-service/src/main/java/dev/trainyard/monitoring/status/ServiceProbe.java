package dev.trainyard.monitoring.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;

/** Asks a service whether it is ready, and what it misses when it is not. Thread-safe. */
final class ServiceProbe implements Probe {
  private static final int OK = 200;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client;
  private final String name;
  private final HttpRequest request;
  private final Duration timeout;

  ServiceProbe(HttpClient client, String name, URI address, Duration timeout) {
    this.client = client;
    this.name = name;
    this.request =
        HttpRequest.newBuilder(address.resolve("/q/health/ready")).timeout(timeout).build();
    this.timeout = timeout;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Kind kind() {
    return Kind.SERVICE;
  }

  @Override
  public void ask() throws InterruptedException {
    HttpResponse<String> response;
    try {
      response = client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (HttpTimeoutException e) {
      throw new PartDownException("no answer within %d ms".formatted(timeout.toMillis()), e);
    } catch (IOException e) {
      throw new PartDownException("does not answer at " + request.uri(), e);
    }
    if (response.statusCode() != OK) {
      throw new PartDownException(missing(response));
    }
  }

  private static String missing(HttpResponse<String> response) {
    var names = new ArrayList<String>();
    try {
      for (JsonNode check : JSON.readTree(response.body()).path("checks")) {
        if ("DOWN".equals(check.path("status").asText())) {
          names.add(check.path("name").asText());
        }
      }
    } catch (JsonProcessingException e) {
      // Something else answers there; its status code is all there is to say.
    }
    return names.isEmpty()
        ? "answers with status %d".formatted(response.statusCode())
        : "is not ready: " + String.join(", ", names);
  }
}
