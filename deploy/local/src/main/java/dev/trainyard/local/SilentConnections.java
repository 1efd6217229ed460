package dev.trainyard.local;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends connections whose clients send no request, or its head too slowly: they would take the place
 * of others. While a request is answered nothing is asked of its client. Thread-safe.
 */
final class SilentConnections {
  private final Vertx vertx;
  private final long limitMillis;

  /** The timer of each connection that is waited for. */
  private final Map<HttpConnection, Long> timers = new ConcurrentHashMap<>();

  /**
   * @param limit from the connection, or from the last answer, to the end of the next head
   */
  SilentConnections(Vertx vertx, Duration limit) {
    this.vertx = vertx;
    this.limitMillis = limit.toMillis();
  }

  /** A client has connected. */
  void opened(HttpConnection connection) {
    connection.closeHandler(closed -> heard(connection));
    await(connection);
  }

  /** The head of a request has come. */
  void received(HttpServerRequest request) {
    var connection = request.connection();
    heard(connection);
    request.response().endHandler(answered -> await(connection));
  }

  private void await(HttpConnection connection) {
    timers.put(
        connection,
        vertx.setTimer(
            limitMillis,
            timer -> {
              if (timers.remove(connection, timer)) {
                connection.close();
              }
            }));
  }

  private void heard(HttpConnection connection) {
    var timer = timers.remove(connection);
    if (timer != null) {
      vertx.cancelTimer(timer);
    }
  }
}
