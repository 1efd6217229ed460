package dev.trainyard.kit.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/** Answers requests that do not get as far as a resource. Thread-safe. */
@ApplicationScoped
public class EarlyProblems {
  private final ObjectMapper json;

  EarlyProblems(ObjectMapper json) {
    this.json = json;
  }

  /** Answers, and ends the connection: the rest of the body is not read. */
  public void refuse(RoutingContext request, ProblemException exception) {
    var response = request.response();
    exception.headers().forEach(response::putHeader);
    response
        .setStatusCode(exception.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .end(textOf(exception.toProblem(request.normalizedPath())))
        .onComplete(sent -> request.request().connection().close());
  }

  private String textOf(Problem problem) {
    try {
      return json.writeValueAsString(problem);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a problem cannot be written", e);
    }
  }
}
