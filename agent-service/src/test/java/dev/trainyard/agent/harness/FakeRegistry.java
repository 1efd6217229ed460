package dev.trainyard.agent.harness;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A registry of one model and its storage, as far as the upload of an archive sees them. */
public final class FakeRegistry implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final UUID MODEL = UUID.randomUUID();

  private final HttpServer server;
  private final int parts;
  private final int partBytes;
  private final Map<Integer, byte[]> arrived = new ConcurrentHashMap<>();
  private final List<Integer> begun = new CopyOnWriteArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile byte[] whole;
  private volatile boolean complete;
  private volatile int breaking;
  private volatile int expired;
  private volatile int refusals;
  private volatile boolean overlooked;
  private volatile boolean withPaths;
  private volatile int answerToParts = 200;

  /**
   * @param partBytes size of each part but the last
   */
  public FakeRegistry(int parts, int partBytes) {
    this.parts = parts;
    this.partBytes = partBytes;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/api/v1/models", this::models);
    server.createContext("/storage", this::storage);
    server.start();
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public UUID model() {
    return MODEL;
  }

  /** Answers questions for missing parts like this; with 409 since the model is complete. */
  public void answerQuestionsForParts(int status) {
    answerToParts = status;
  }

  /** The storage breaks off in the middle of this part, once. */
  public void breakOffIn(int part) {
    breaking = part;
  }

  /** The address of this part works no more, once. */
  public void letTheAddressExpireOf(int part) {
    expired = part;
  }

  /** Gives paths of its own instead of addresses, as one whose agents cannot reach the storage. */
  public void givePaths() {
    withPaths = true;
  }

  /** The next completion finds nothing that was uploaded. */
  public void overlookTheUpload() {
    overlooked = true;
  }

  /** The next requests to the registry are answered with 503. */
  public void refuseNext(int count) {
    refusals = count;
  }

  /** The parts that the agent began to send, in their order. */
  public List<Integer> begunParts() {
    return List.copyOf(begun);
  }

  /** What was asked of the registry: the last word of each path. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  /** What was sent at once; null if nothing was. */
  public byte[] wholeUpload() {
    return whole;
  }

  /** The parts that have arrived, one after the other. */
  public byte[] joinedParts() {
    var bytes = new ByteArrayOutputStream();
    arrived.keySet().stream().sorted().map(arrived::get).forEach(bytes::writeBytes);
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void models(HttpExchange exchange) throws IOException {
    var body = JSON.readTree(exchange.getRequestBody());
    var path = exchange.getRequestURI().getPath();
    var word = path.substring(path.lastIndexOf('/') + 1);
    asked.add(word);
    if (refusals > 0) {
      refusals--;
      answer(exchange, 503, "{}");
      return;
    }
    switch (word) {
      case "upload" -> missing(exchange);
      case "complete" -> {
        if (overlooked) {
          overlooked = false;
          answer(exchange, 409, "{}");
          return;
        }
        var content = arrived.isEmpty() ? whole : joinedParts();
        var fits = FakePlatform.sha256(content).equals(body.get("sha256").asText());
        complete |= fits;
        answer(exchange, fits ? 200 : 422, model("READY"));
      }
      default -> answer(exchange, 201, model(complete ? "READY" : "PENDING"));
    }
  }

  private void missing(HttpExchange exchange) throws IOException {
    if (answerToParts != 200) {
      complete |= answerToParts == 409;
      answer(exchange, answerToParts, "{}");
      return;
    }
    var urls =
        IntStream.rangeClosed(1, parts)
            .filter(number -> !arrived.containsKey(number))
            .limit(2)
            .mapToObj(
                number ->
                    "{\"number\":%d,\"url\":\"%s/storage/%d?s=x\"}"
                        .formatted(number, storageAddress(), number))
            .collect(Collectors.joining(","));
    answer(exchange, 200, "{\"partBytes\":%d,\"urls\":[%s]}".formatted(partBytes, urls));
  }

  private String model(String status) {
    return "{\"id\":\"%s\",\"status\":\"%s\",\"upload\":{\"method\":\"PUT\",\"url\":\"%s/storage/whole?s=x\"}}"
        .formatted(MODEL, status, storageAddress());
  }

  private String storageAddress() {
    return withPaths ? "" : address().toString();
  }

  private void storage(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    var name = path.substring(path.lastIndexOf('/') + 1);
    if (exchange.getRequestHeaders().getFirst("Content-Length") == null) {
      // As S3 does.
      answer(exchange, 411, "");
    } else if (name.equals("whole")) {
      whole = exchange.getRequestBody().readAllBytes();
      answer(exchange, 200, "");
    } else {
      part(exchange, Integer.parseInt(name));
    }
  }

  private void part(HttpExchange exchange, int number) throws IOException {
    begun.add(number);
    if (breaking == number) {
      breaking = 0;
      exchange.getRequestBody().readNBytes(partBytes / 2);
      exchange.close();
      return;
    }
    var content = exchange.getRequestBody().readAllBytes();
    if (expired == number) {
      expired = 0;
      answer(exchange, 403, "");
      return;
    }
    arrived.put(number, content);
    answer(exchange, 200, "");
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
