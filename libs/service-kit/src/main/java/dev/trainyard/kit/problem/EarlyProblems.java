package dev.trainyard.kit.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/** Answers requests that do not get as far as a resource. Thread-safe. */
@ApplicationScoped
public class EarlyProblems {
  /**
   * How long a client may go on sending what nobody wants, in milliseconds. A connection that is
   * closed at once while its client sends is reset, and takes the answer with it (RFC 9112, 9.6).
   */
  private static final long LINGER_MILLIS = 2_000;

  private final ObjectMapper json;

  EarlyProblems(ObjectMapper json) {
    this.json = json;
  }

  /** Answers, and ends the connection: the rest of the body is thrown away. */
  public void refuse(RoutingContext request, ProblemException exception) {
    var response = request.response();
    exception.headers().forEach(response::putHeader);
    response
        .setStatusCode(exception.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .end(textOf(exception.toProblem(request.normalizedPath())))
        .onComplete(sent -> linger(request));
  }

  private static void linger(RoutingContext context) {
    var request = context.request();
    var connection = request.connection();
    if (request.isEnded()) {
      connection.close();
    } else {
      var timer = context.vertx().setTimer(LINGER_MILLIS, id -> connection.close());
      connection.closeHandler(gone -> context.vertx().cancelTimer(timer));
      request.handler(rest -> {}).endHandler(whole -> connection.close()).resume();
    }
  }

  private String textOf(Problem problem) {
    try {
      return json.writeValueAsString(problem);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a problem cannot be written", e);
    }
  }
}
