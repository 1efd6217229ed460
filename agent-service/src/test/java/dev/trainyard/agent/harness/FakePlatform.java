package dev.trainyard.agent.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.trainyard.kit.signing.SigningKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Template service, process service, registry and storage, as far as an agent sees them. */
public final class FakePlatform implements AutoCloseable {
  /** What agents show it. */
  public static final String AGENT_TOKEN = "token-of-the-agent";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server = server();

  /** Elsewhere than the services: what those are shown is not for it. */
  private final HttpServer storage = server();

  private final byte[] dataset = zip();
  private final FakeEnrolment enrolment = new FakeEnrolment();
  private final List<JsonNode> models = new CopyOnWriteArrayList<>();
  private final Map<String, byte[]> uploads = new ConcurrentHashMap<>();
  private final List<JsonNode> completions = new CopyOnWriteArrayList<>();
  private final Set<FakeBaseModel> knownBaseModels = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean rejectsNext = new AtomicBoolean();
  private final Set<String> rejected = ConcurrentHashMap.newKeySet();
  private final AtomicInteger downloads = new AtomicInteger();
  private final AtomicInteger baseModelDownloads = new AtomicInteger();
  private final AtomicInteger refusals = new AtomicInteger();
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile boolean storageHangs;
  private volatile SigningKey key = SigningKey.fresh();

  public FakePlatform() {
    server.createContext("/api/v1/keys", this::keys);
    server.createContext("/api/v1/machines", this::machines);
    server.createContext("/api/v1/base-models", agentsOnly(this::baseModels));
    server.createContext("/api/v1/datasets", agentsOnly(this::datasetContent));
    server.createContext("/api/v1/models", agentsOnly(this::models));
    storage.createContext("/storage", this::storage);
    server.start();
    storage.start();
  }

  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private String storageAddress() {
    return "http://127.0.0.1:" + storage.getAddress().getPort() + "/storage/";
  }

  public String datasetDigest() {
    return sha256(dataset);
  }

  /** The agents it knows, and how they prove that they are known. */
  public FakeEnrolment enrolment() {
    return enrolment;
  }

  /** What an administrator gives the agent of a machine. */
  static String codeOf(UUID machineId) {
    return "code-of-" + machineId;
  }

  /** What was sent to {@code POST /models}. */
  public List<JsonNode> announcedModels() {
    return models;
  }

  /** What was sent to {@code POST /models/{id}/complete}. */
  public List<JsonNode> completions() {
    return completions;
  }

  /** Uploaded archives by model id. */
  public Map<String, byte[]> uploads() {
    return uploads;
  }

  /** How often the dataset was asked for. */
  public int downloads() {
    return downloads.get();
  }

  /** How often a base model's archive was asked for. */
  public int baseModelDownloads() {
    return baseModelDownloads.get();
  }

  /** What it signs commands with. */
  public SigningKey key() {
    return key;
  }

  /** From now on signs commands with another key. */
  public void changeKey() {
    key = SigningKey.fresh();
  }

  /** The next requests to the registry and the storage are answered with 503. */
  public void refuseNext(int count) {
    refusals.set(count);
  }

  /** The next model is complete and rejected by its gate, but the agent does not hear of it. */
  public void rejectNextAndLoseTheAnswer() {
    rejectsNext.set(true);
  }

  /** From now on downloads of the dataset begin and do not end. */
  public void hangStorage(boolean hang) {
    storageHangs = hang;
  }

  @Override
  public void close() {
    end.countDown();
    server.stop(0);
    storage.stop(0);
  }

  private static HttpServer server() {
    try {
      var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      var server = HttpServer.create(loopback, 0);
      server.setExecutor(Executors.newCachedThreadPool());
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HttpHandler agentsOnly(HttpHandler handler) {
    return exchange -> {
      if (("Bearer " + AGENT_TOKEN).equals(authorization(exchange))) {
        handler.handle(exchange);
      } else {
        answer(exchange, 401, problem("This needs a token."));
      }
    };
  }

  private static String authorization(HttpExchange exchange) {
    return exchange.getRequestHeaders().getFirst("Authorization");
  }

  private void keys(HttpExchange exchange) throws IOException {
    answer(
        exchange,
        200,
        "{\"keys\":[{\"crv\":\"Ed25519\",\"x\":\"%s\"}],\"time\":\"%s\"}"
            .formatted(key.open().text(), Instant.now()));
  }

  private void machines(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath().split("/");
    if (exchange.getRequestMethod().equals("GET")) {
      agentsOnly(asked -> answer(asked, 200, enrolment.view(path[4]))).handle(exchange);
      return;
    }
    var body = JSON.readTree(exchange.getRequestBody());
    var answer =
        path.length == 5 ? enrolment.enrol(body) : enrolment.token(path[4], body, AGENT_TOKEN);
    answer(exchange, answer.isPresent() ? 200 : 403, answer.orElse(problem("Who is this?")));
  }

  private void baseModels(HttpExchange exchange) throws IOException {
    if (refused(exchange)) {
      return;
    }
    var path = exchange.getRequestURI().getPath().split("/");
    if (path.length == 4) {
      var name = String.valueOf(exchange.getRequestURI().getQuery()).replace("name=", "");
      var items = FakeBaseModel.named(name).map(this::view).orElse("");
      answer(exchange, 200, "{\"items\":[" + items + "],\"page\":0,\"size\":50,\"total\":1}");
      return;
    }
    var model = FakeBaseModel.withId(path[4]);
    if (path.length == 6) {
      exchange.getResponseHeaders().add("Location", storageAddress() + path[4] + "?s=x");
      knownBaseModels.add(model);
      answer(exchange, 307, "");
    } else {
      answer(exchange, 200, view(model));
    }
  }

  /** The digest of a base model is known once the model was asked for. */
  private String view(FakeBaseModel model) {
    return model.view(knownBaseModels.contains(model));
  }

  private void datasetContent(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().add("Location", storageAddress() + "dataset.zip?signature=x");
    answer(exchange, 307, "");
  }

  private void models(HttpExchange exchange) throws IOException {
    var body = JSON.readTree(exchange.getRequestBody());
    if (refused(exchange)) {
      return;
    }
    var path = exchange.getRequestURI().getPath();
    if (path.endsWith("/complete")) {
      complete(exchange, body, path.split("/")[4]);
      return;
    }
    models.add(body);
    var id =
        UUID.nameUUIDFromBytes(
            (body.get("processId").asText() + body.get("attempt"))
                .getBytes(StandardCharsets.UTF_8));
    if (rejected.contains(id.toString())) {
      answer(exchange, 200, "{\"id\":\"%s\",\"status\":\"REJECTED_BY_GATE\"}".formatted(id));
      return;
    }
    answer(
        exchange,
        201,
        "{\"id\":\"%s\",\"status\":\"PENDING\",\"upload\":{\"method\":\"PUT\",\"url\":\"%s%s?signature=x\",\"expiresAt\":\"2030-01-01T00:00:00Z\"}}"
            .formatted(id, storageAddress(), id));
  }

  private void complete(HttpExchange exchange, JsonNode body, String id) throws IOException {
    completions.add(body);
    if (rejectsNext.compareAndSet(true, false)) {
      rejected.add(id);
      answer(exchange, 503, problem("The answer is lost"));
      return;
    }
    var upload = uploads.get(id);
    var matches = upload != null && sha256(upload).equals(body.get("sha256").asText());
    answer(
        exchange,
        matches ? 200 : 422,
        matches
            ? "{\"id\":\"%s\",\"status\":\"READY\"}".formatted(id)
            : problem("The archive does not match"));
  }

  private void storage(HttpExchange exchange) throws IOException {
    if (authorization(exchange) != null) {
      answer(exchange, 400, problem("A signed address is all that the storage takes."));
      return;
    }
    if (exchange.getRequestMethod().equals("PUT")) {
      var content = exchange.getRequestBody().readAllBytes();
      if (!refused(exchange)) {
        uploads.put(lastPart(exchange), content);
        answer(exchange, 200, "");
      }
      return;
    }
    if (!lastPart(exchange).equals("dataset.zip")) {
      baseModelDownloads.incrementAndGet();
      var archive = FakeBaseModel.withId(lastPart(exchange)).archive();
      exchange.sendResponseHeaders(200, archive.length);
      exchange.getResponseBody().write(archive);
      exchange.close();
      return;
    }
    downloads.incrementAndGet();
    exchange.sendResponseHeaders(200, dataset.length);
    try (var output = exchange.getResponseBody()) {
      if (storageHangs) {
        output.write(dataset, 0, 10);
        output.flush();
        end.await();
      } else {
        output.write(dataset);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean refused(HttpExchange exchange) throws IOException {
    if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      answer(exchange, 503, problem("Try again later."));
      return true;
    }
    return false;
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static String problem(String detail) {
    return "{\"title\":\"Refused\",\"detail\":\"" + detail + "\"}";
  }

  private static String lastPart(HttpExchange exchange) {
    var path = exchange.getRequestURI().getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] zip() {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (var name : List.of("train/a/1.png", "train/b/2.png", "test/a/3.png", "test/b/4.png")) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(name.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
