package dev.trainyard.local.chaos;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before the S3 server and can refuse models, as a full storage does, or hold one request,
 * so that something can die just then.
 */
final class StorageGate implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client;
  private final int s3Port;
  private final HttpServer server;
  private final AtomicInteger refused = new AtomicInteger();
  private volatile boolean refusing;
  private volatile HeldRequest holding;

  /**
   * @param s3Port where the S3 server listens
   */
  StorageGate(int s3Port) {
    this.s3Port = s3Port;
    client =
        vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(64).setConnectTimeout(2_000));
    server =
        vertx
            // As S3 servers do: HTTP/1.1, whose requests tell the host that addresses are signed
            // for.
            .createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
            .requestHandler(this::handle)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  /** The address that stands for the S3 server's. */
  String endpoint() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  /** From now on every upload of a model is answered with 503, or none is any more. */
  void refuseUploads(boolean refuse) {
    Narration.tell(refuse ? "S3 refuses uploads" : "S3 takes uploads again");
    refusing = refuse;
  }

  /** Holds the next request that fits; before the S3 server sees it, or after it has done it. */
  HeldRequest hold(StorageStep step) {
    var held = new HeldRequest(step);
    holding = held;
    return held;
  }

  /** How many uploads were refused so far. */
  int refused() {
    return refused.get();
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private void handle(HttpServerRequest request) {
    if (refusing && isModelUpload(request)) {
      refused.incrementAndGet();
      request
          .response()
          .setStatusCode(503)
          .putHeader("Content-Type", "application/xml")
          .putHeader("Connection", "close")
          .end("<Error><Code>SlowDown</Code><Message>Come back later.</Message></Error>");
      return;
    }
    request.pause();
    var held = holding;
    var isHeld = held != null && held.takes(request);
    if (isHeld && held.isBefore()) {
      held.reached(request);
      return;
    }
    client
        .request(request.method(), s3Port, "127.0.0.1", request.uri())
        .compose(forwarded -> forward(request, forwarded))
        .compose(answer -> isHeld ? hold(held, request) : giveBack(request, answer))
        .onFailure(away -> request.response().reset());
  }

  private static Future<Void> hold(HeldRequest held, HttpServerRequest request) {
    held.reached(request);
    return Future.succeededFuture();
  }

  /** The host's name stays as it is, since it is part of what a presigned address signs. */
  private static Future<HttpClientResponse> forward(
      HttpServerRequest request, HttpClientRequest forwarded) {
    forwarded.headers().setAll(request.headers());
    forwarded.setChunked(!request.headers().contains("Content-Length"));
    return forwarded.send(request);
  }

  private static Future<Void> giveBack(HttpServerRequest request, HttpClientResponse answer) {
    var response = request.response().setStatusCode(answer.statusCode());
    response.headers().setAll(answer.headers());
    return request.method().equals(HttpMethod.HEAD) ? response.end() : response.send(answer);
  }

  /** Other writes prepare a training, as that of a base model when it is first used. */
  private static boolean isModelUpload(HttpServerRequest request) {
    return request.method().equals(HttpMethod.PUT) && request.path().contains("/uploads/");
  }
}
