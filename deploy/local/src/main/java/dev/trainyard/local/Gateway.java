package dev.trainyard.local;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyResponse;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/**
 * The one address for clients: a reverse proxy that chooses the service by the path. In Kubernetes
 * the Ingress does the same.
 */
final class Gateway implements AutoCloseable {
  private static final String API = "/api/v1/";
  private static final String OPENAPI = "/openapi/";
  private static final String PROBLEM_JSON = "application/problem+json";

  /** First segment of the path below the API's base path → service. */
  private static final Map<String, PortName> RESOURCES =
      Map.ofEntries(
          Map.entry("projects", PortName.TEMPLATE),
          Map.entry("datasets", PortName.TEMPLATE),
          Map.entry("templates", PortName.TEMPLATE),
          Map.entry("model-types", PortName.TEMPLATE),
          Map.entry("training-parameters", PortName.TEMPLATE),
          Map.entry("machines", PortName.PROCESS),
          Map.entry("processes", PortName.PROCESS),
          Map.entry("keys", PortName.PROCESS),
          Map.entry("models", PortName.REGISTRY),
          Map.entry("base-models", PortName.REGISTRY),
          Map.entry("gates", PortName.REGISTRY),
          Map.entry("monitoring", PortName.MONITORING),
          Map.entry("journal", PortName.MONITORING),
          Map.entry("status", PortName.MONITORING),
          Map.entry("webhooks", PortName.MONITORING));

  private static final Map<String, PortName> SERVICES = new LinkedHashMap<>();

  static {
    SERVICES.put("template-service", PortName.TEMPLATE);
    SERVICES.put("process-service", PortName.PROCESS);
    SERVICES.put("model-registry-service", PortName.REGISTRY);
    SERVICES.put("monitoring-service", PortName.MONITORING);
  }

  private final Vertx vertx;
  private final Map<PortName, HttpProxy> proxies = new EnumMap<>(PortName.class);

  private Gateway(Vertx vertx, String host, Ports ports) {
    this.vertx = vertx;
    var client =
        vertx.createHttpClient(
            new HttpClientOptions().setConnectTimeout(5_000).setMaxPoolSize(256));
    for (var service : SERVICES.values()) {
      proxies.put(
          service,
          HttpProxy.reverseProxy(client)
              .origin(ports.of(service), host)
              .addInterceptor(new UnavailableAsProblem()));
    }
  }

  /**
   * Starts it.
   *
   * @throws PlatformException if its port cannot be bound
   */
  static Gateway start(String host, Ports ports) throws InterruptedException {
    var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(2));
    var gateway = new Gateway(vertx, host, ports);
    try {
      vertx
          .createHttpServer(
              new HttpServerOptions()
                  .setHost(host)
                  .setPort(ports.of(PortName.GATEWAY))
                  // The body of a request that asks for the upgrade would be held in memory.
                  .setHttp2ClearTextEnabled(false))
          .requestHandler(gateway::route)
          .listen()
          .toCompletionStage()
          .toCompletableFuture()
          .get();
      return gateway;
    } catch (ExecutionException e) {
      vertx.close();
      throw new PlatformException("The gateway cannot listen: " + e.getCause().getMessage(), e);
    }
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private void route(HttpServerRequest request) {
    var path = request.path();
    if (path.equals("/health")) {
      answer(request, 200, "application/json", new JsonObject().put("status", "UP"));
      return;
    }
    if (path.startsWith(OPENAPI) && SERVICES.containsKey(path.substring(OPENAPI.length()))) {
      request.response().putHeader("Vary", "Accept");
    }
    var target = target(path);
    if (target.isPresent()) {
      proxies.get(target.get()).handle(request);
    } else {
      answer(request, 404, PROBLEM_JSON, problem(404, "Not found", "There is nothing at " + path));
    }
  }

  private static Optional<PortName> target(String path) {
    if (path.startsWith(API)) {
      var rest = path.substring(API.length());
      var end = rest.indexOf('/');
      return Optional.ofNullable(RESOURCES.get(end < 0 ? rest : rest.substring(0, end)));
    }
    if (path.startsWith(OPENAPI)) {
      return Optional.ofNullable(SERVICES.get(path.substring(OPENAPI.length())));
    }
    if (path.equals("/monitoring") || path.startsWith("/monitoring/")) {
      return Optional.of(PortName.MONITORING);
    }
    return Optional.empty();
  }

  private static JsonObject problem(int status, String title, String detail) {
    return new JsonObject()
        .put(
            "type",
            "urn:trainyard:problem:" + title.toLowerCase(java.util.Locale.ROOT).replace(' ', '-'))
        .put("title", title)
        .put("status", status)
        .put("detail", detail);
  }

  private static void answer(HttpServerRequest request, int status, String type, JsonObject body) {
    request.response().setStatusCode(status).putHeader("Content-Type", type).end(body.encode());
  }

  /** A service that does not answer is a 503 in words, and OpenAPI documents have one path each. */
  private static final class UnavailableAsProblem implements ProxyInterceptor {
    @Override
    public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
      if (context.request().getURI().startsWith(OPENAPI)) {
        context.request().setURI("/q/openapi");
      }
      return context
          .sendRequest()
          .recover(
              failure ->
                  Future.succeededFuture(
                      context
                          .request()
                          .release()
                          .response()
                          .setStatusCode(503)
                          .putHeader("Content-Type", PROBLEM_JSON)
                          .setBody(
                              Body.body(
                                  Buffer.buffer(
                                      problem(
                                              503,
                                              "Service unavailable",
                                              "The service does not answer. Try again later.")
                                          .encode())))));
    }
  }
}
