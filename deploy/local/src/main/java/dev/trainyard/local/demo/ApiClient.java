package dev.trainyard.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.local.PlatformException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/** The public REST API as a client sees it; tells of every call it makes. Thread-safe. */
public final class ApiClient {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final String JSON = "application/json";
  private static final int TEMPORARY_REDIRECT = 307;

  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper mapper = new ObjectMapper();
  private final URI base;
  private final String token;
  private final Consumer<String> calls;
  private final Duration timeout;

  /**
   * @param address the one address of the platform
   * @param token shown with each call
   * @param calls told of each call: method, path, body, status, time
   */
  public ApiClient(URI address, String token, Consumer<String> calls) {
    this(address, token, calls, TIMEOUT);
  }

  /** The same with another time that a call may take. */
  public ApiClient(URI address, String token, Consumer<String> calls, Duration timeout) {
    this.base = address;
    this.token = token;
    this.calls = calls;
    this.timeout = timeout;
  }

  /**
   * What a call answered.
   *
   * @param status the HTTP status
   * @param body the JSON body; a missing node when there is none
   */
  public record Answer(int status, JsonNode body) {

    /**
     * The body of a call that went well.
     *
     * @throws PlatformException with the problem's own words if it did not
     */
    public JsonNode orThrow() {
      if (status >= 300) {
        throw new PlatformException("refused with " + status + ": " + body);
      }
      return body;
    }
  }

  public Answer get(String path) throws InterruptedException {
    return call("GET", path, BodyPublishers.noBody(), JSON, "");
  }

  public Answer delete(String path) throws InterruptedException {
    return call("DELETE", path, BodyPublishers.noBody(), JSON, "");
  }

  /** Posts JSON; an empty text posts no body. */
  public Answer post(String path, String json) throws InterruptedException {
    var body = json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json);
    return call("POST", path, body, JSON, json.isEmpty() ? "" : " " + json.replaceAll("\\s+", " "));
  }

  /** Posts a file as it is, streamed. */
  public Answer upload(String path, Path file, String mediaType)
      throws InterruptedException, IOException {
    return call("POST", path, BodyPublishers.ofFile(file), mediaType, " @" + file.getFileName());
  }

  /** Puts content as it is. */
  public Answer put(String path, byte[] content, String mediaType) throws InterruptedException {
    return call("PUT", path, BodyPublishers.ofByteArray(content), mediaType, "");
  }

  /**
   * Downloads to a file, following redirects.
   *
   * @throws PlatformException if the answer is not 200
   */
  public void download(String path, Path target) throws InterruptedException {
    var started = System.nanoTime();
    try {
      var response = http.send(to(path).build(), BodyHandlers.ofFile(target));
      var signed = response.headers().firstValue("Location");
      if (response.statusCode() == TEMPORARY_REDIRECT && signed.isPresent()) {
        // Not by the client itself, which would show the storage the token.
        response =
            http.send(
                HttpRequest.newBuilder(base.resolve(signed.get())).timeout(timeout).build(),
                BodyHandlers.ofFile(target));
      }
      tell("GET", path, " > " + target.getFileName(), response.statusCode(), started);
      if (response.statusCode() != 200) {
        throw new PlatformException(path + " answered " + response.statusCode());
      }
    } catch (IOException e) {
      throw new PlatformException(path + " cannot be downloaded: " + e.getMessage(), e);
    }
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(base.resolve(path))
        .timeout(timeout)
        .header("Authorization", "Bearer " + token);
  }

  private Answer call(String method, String path, BodyPublisher body, String type, String shown)
      throws InterruptedException {
    var started = System.nanoTime();
    var request =
        to(path).header("Content-Type", type).header("Accept", JSON).method(method, body).build();
    try {
      HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
      tell(method, path, shown, response.statusCode(), started);
      return new Answer(response.statusCode(), mapper.readTree(response.body()));
    } catch (IOException e) {
      throw new PlatformException(method + " " + path + " failed: " + e.getMessage(), e);
    }
  }

  private void tell(String method, String path, String shown, int status, long started) {
    calls.accept(
        "%-6s %s%s → %d (%d ms)"
            .formatted(
                method.toUpperCase(Locale.ROOT),
                path,
                shown,
                status,
                (System.nanoTime() - started) / 1_000_000));
  }
}
