package dev.trainyard.local.rolling;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.OriginRequestProvider;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One address for the replicas of a service. As in Kubernetes each is asked now and then whether it
 * is ready, those that said so last get the requests in turn, and a request that fails is not tried
 * again. Thread-safe.
 */
final class ReadyBalancer implements AutoCloseable {
  private static final Duration ASK_EVERY = Duration.ofMillis(200);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient requests =
      vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(64).setConnectTimeout(2_000));
  private final HttpClient questions =
      vertx.createHttpClient(new HttpClientOptions().setKeepAlive(false).setConnectTimeout(1_000));
  private final List<Integer> replicas = new CopyOnWriteArrayList<>();
  private final Set<Integer> ready = ConcurrentHashMap.newKeySet();
  private final AtomicInteger turns = new AtomicInteger();
  private final HttpServer server;

  ReadyBalancer() {
    var proxy =
        HttpProxy.reverseProxy(requests).origin(OriginRequestProvider.selector(request -> next()));
    server =
        vertx
            .createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
            .requestHandler(proxy)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    vertx.setPeriodic(ASK_EVERY.toMillis(), timer -> replicas.forEach(this::ask));
  }

  /** Where requests go to. */
  URI address() {
    return URI.create("http://127.0.0.1:" + server.actualPort());
  }

  /** From now on this replica gets requests while it is ready. */
  void add(int port) {
    replicas.add(port);
  }

  /** How many replicas get requests just now. */
  int ready() {
    return ready.size();
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private Future<SocketAddress> next() {
    var now = ready.stream().sorted().toList();
    if (now.isEmpty()) {
      return Future.failedFuture("no replica is ready");
    }
    var port = now.get(Math.floorMod(turns.getAndIncrement(), now.size()));
    return Future.succeededFuture(SocketAddress.inetSocketAddress(port, "127.0.0.1"));
  }

  private void ask(int port) {
    questions
        .request(
            new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI("/q/health/ready")
                .setTimeout(ANSWER_WITHIN.toMillis()))
        .compose(HttpClientRequest::send)
        .onSuccess(answer -> note(port, answer.statusCode() == 200))
        .onFailure(away -> note(port, false));
  }

  private void note(int port, boolean isReady) {
    if (isReady) {
      ready.add(port);
    } else {
      ready.remove(port);
    }
  }
}
