package dev.trainyard.local;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyResponse;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;

/**
 * The one address for clients: a reverse proxy that chooses the service by the path. In Kubernetes
 * the Ingress does the same.
 */
final class Gateway implements AutoCloseable {
  private static final String API = "/api/v1/";
  private static final String OPENAPI = "/openapi/";
  private static final String PAGES = "/monitoring";

  /** What services take as well: a request line, and headers with a token of many roles. */
  private static final int LONGEST_LINE = 4 << 10;

  private static final int LARGEST_HEADERS = 20 << 10;

  /** For the next byte of an answer that is on its way; services wait as long. */
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(30);

  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);

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
              .addInterceptor(new ServiceRequests()));
    }
  }

  /**
   * Starts it.
   *
   * @throws PlatformException if its port cannot be bound
   */
  static Gateway start(String host, Ports ports) throws InterruptedException {
    return start(host, ports, LONGEST_SILENCE);
  }

  /** The same, with what a client may take to send the head of its next request. */
  static Gateway start(String host, Ports ports, Duration longestSilence)
      throws InterruptedException {
    var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(2));
    var gateway = new Gateway(vertx, host, ports);
    var silent = new SilentConnections(vertx, longestSilence);
    try {
      vertx
          .createHttpServer(
              new HttpServerOptions()
                  .setHost(host)
                  .setPort(ports.of(PortName.GATEWAY))
                  .setMaxInitialLineLength(LONGEST_LINE)
                  .setMaxHeaderSize(LARGEST_HEADERS)
                  .setIdleTimeout((int) LONGEST_PAUSE.toSeconds())
                  // The body of a request that asks for the upgrade would be held in memory.
                  .setHttp2ClearTextEnabled(false))
          .connectionHandler(silent::opened)
          .requestHandler(
              request -> {
                silent.received(request);
                gateway.route(request);
              })
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
      OwnAnswer.up().send(request);
      return;
    }
    if (path.startsWith(OPENAPI) && SERVICES.containsKey(path.substring(OPENAPI.length()))) {
      request.response().putHeader("Vary", "Accept");
    }
    var target = target(path);
    if (target.isPresent()) {
      proxies.get(target.get()).handle(request);
    } else {
      OwnAnswer.problem(404, "Not found", "There is nothing at " + path).send(request);
    }
  }

  /** Beginnings of paths, but for the OpenAPI documents, and the names of the services. */
  static Map<String, String> routes() {
    var names = new EnumMap<PortName, String>(PortName.class);
    SERVICES.forEach((name, port) -> names.put(port, name));
    var routes = new TreeMap<String, String>();
    RESOURCES.forEach((resource, port) -> routes.put(API + resource, names.get(port)));
    routes.put(PAGES, names.get(PortName.MONITORING));
    return routes;
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
    if (path.equals(PAGES) || path.startsWith(PAGES + "/")) {
      return Optional.of(PortName.MONITORING);
    }
    return Optional.empty();
  }

  /**
   * A service that does not answer is a 503 in words, and OpenAPI documents have one path each.
   * Services are told who asks; what a client says of that itself is nobody's business.
   */
  private static final class ServiceRequests implements ProxyInterceptor {
    private static final String FORWARDED_FOR = "X-Forwarded-For";

    private static final List<String> FORWARDING =
        List.of(
            "Forwarded",
            FORWARDED_FOR,
            "X-Forwarded-Host",
            "X-Forwarded-Port",
            "X-Forwarded-Prefix",
            "X-Forwarded-Proto",
            "X-Forwarded-Ssl",
            "X-Forwarded-Trusted-Proxy");

    @Override
    public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
      var request = context.request();
      if (request.getURI().startsWith(OPENAPI)) {
        request.setURI("/q/openapi");
      }
      FORWARDING.forEach(request.headers()::remove);
      request.putHeader(FORWARDED_FOR, request.proxiedRequest().remoteAddress().hostAddress());
      return context
          .sendRequest()
          .recover(
              failure ->
                  Future.succeededFuture(
                      OwnAnswer.problem(
                              503,
                              "Service unavailable",
                              "The service does not answer. Try again later.")
                          .in(request)));
    }
  }
}
