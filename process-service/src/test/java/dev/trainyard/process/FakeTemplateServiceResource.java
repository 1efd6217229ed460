package dev.trainyard.process;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.trainyard.kit.testing.ServicesOnly;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/** Answers as the template service does to what the process service asks of it. */
public final class FakeTemplateServiceResource implements QuarkusTestResourceLifecycleManager {

  /** A template with a dataset. */
  public static final UUID TEMPLATE = UUID.fromString("019aa000-0000-7000-8000-000000000001");

  /** A template of a project without datasets. */
  public static final UUID WITHOUT_DATASET =
      UUID.fromString("019aa000-0000-7000-8000-000000000002");

  /** Asked for this one, the template service is down. */
  public static final UUID DOWN = UUID.fromString("019aa000-0000-7000-8000-000000000003");

  /** The one dataset. */
  public static final UUID DATASET = UUID.fromString("019aa000-0000-7000-8000-000000000004");

  /** The project of both. */
  public static final UUID PROJECT = UUID.fromString("019aa000-0000-7000-8000-000000000005");

  /** SHA-256 of the dataset's archive. */
  public static final String DIGEST = "ab".repeat(32);

  private static final String SNAPSHOT =
      """
      {"template": {"id": "%s", "name": "letters", "modelType": "classifier",
                    "baseModel": "base-resnet18", "revision": 3},
       "project": {"id": "%s", "name": "mail"},
       "dataset": {"id": "%s", "name": "digits", "version": 2, "digest": "%s"},
       "parameters": {"iterations": 300, "device": "CPU"},
       "somethingNewer": true}
      """
          .formatted(TEMPLATE, PROJECT, DATASET, DIGEST);

  private static final Set<String> TENANTS = ConcurrentHashMap.newKeySet();
  private static final Set<String> HELD = ConcurrentHashMap.newKeySet();
  private static final AtomicBoolean DELETED = new AtomicBoolean();
  private static final AtomicBoolean LOST = new AtomicBoolean();

  private HttpServer server;
  private ExecutorService threads;

  @Override
  public Map<String, String> start() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads = Executors.newFixedThreadPool(8);
    server.setExecutor(threads);
    server
        .createContext("/api/v1/templates", FakeTemplateServiceResource::answer)
        .getFilters()
        .add(new ServicesOnly());
    server
        .createContext("/api/v1/datasets", FakeTemplateServiceResource::answerUse)
        .getFilters()
        .add(new ServicesOnly());
    server.start();
    return Map.of(
        "trainyard.services.template-url", "http://localhost:" + server.getAddress().getPort());
  }

  @Override
  public void stop() {
    server.stop(0);
    threads.shutdown();
  }

  /** Whether the dataset is kept for a process. */
  public static boolean isHeldFor(UUID process) {
    return HELD.contains("/api/v1/datasets/" + DATASET + "/uses/" + process);
  }

  /** For whom it was asked. */
  public static Set<String> tenants() {
    return TENANTS;
  }

  /** How many processes the dataset is kept for. */
  public static int holders() {
    return HELD.size();
  }

  /** Runs something while the dataset is gone. */
  public static void withoutDataset(Runnable action) {
    DELETED.set(true);
    try {
      action.run();
    } finally {
      DELETED.set(false);
    }
  }

  /** Runs something while the dataset's archive is lost. */
  public static void withLostArchive(Runnable action) {
    LOST.set(true);
    try {
      action.run();
    } finally {
      LOST.set(false);
    }
  }

  private static void answerUse(HttpExchange exchange) throws IOException {
    TENANTS.add(exchange.getRequestHeaders().getFirst("X-Trainyard-Tenant"));
    var use = exchange.getRequestURI().getPath();
    if (exchange.getRequestMethod().equals("DELETE")) {
      HELD.remove(use);
    } else if (DELETED.get()) {
      problem(exchange, 404, "not-found", "There is no dataset " + DATASET + ".");
      return;
    } else if (LOST.get()) {
      problem(exchange, 409, "archive-broken", "The archive is MISSING.");
      return;
    } else {
      HELD.add(use);
    }
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    var query = exchange.getRequestURI().getQuery();
    if (path.contains(DOWN.toString())) {
      send(exchange, 503, "text/plain", "down");
    } else if (path.contains(WITHOUT_DATASET.toString())) {
      problem(exchange, 409, "no-dataset", "The project has no dataset to train on.");
    } else if (!path.contains(TEMPLATE.toString())) {
      problem(exchange, 404, "not-found", "There is no template here.");
    } else if (query != null && !query.equals("datasetId=" + DATASET)) {
      problem(exchange, 404, "not-found", "There is no dataset " + query.substring(10) + ".");
    } else {
      send(exchange, 200, "application/json", SNAPSHOT);
    }
  }

  private static void problem(HttpExchange exchange, int status, String kind, String detail)
      throws IOException {
    send(
        exchange,
        status,
        "application/problem+json",
        "{\"type\": \"urn:trainyard:problem:%s\", \"status\": %d, \"detail\": \"%s\"}"
            .formatted(kind, status, detail));
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    var body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
