package dev.trainyard.kit.http;

import dev.trainyard.kit.problem.EarlyProblems;
import dev.trainyard.kit.problem.UnsupportedMediaTypeException;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.MediaType;

/**
 * Refuses a {@code Content-Type} that is none: where a path reads several, Quarkus fails at it
 * before it has a resource.
 */
@ApplicationScoped
class ContentTypes {
  /** Before the body is received. */
  private static final int PRIORITY = 2;

  private final EarlyProblems problems;

  ContentTypes(EarlyProblems problems) {
    this.problems = problems;
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, PRIORITY);
  }

  private void check(RoutingContext request) {
    var type = request.request().getHeader(HttpHeaders.CONTENT_TYPE);
    if (type == null || isReadable(type)) {
      request.next();
    } else {
      problems.refuse(
          request,
          new UnsupportedMediaTypeException(
              "Content-Type is no media type, such as application/json."));
    }
  }

  private static boolean isReadable(String type) {
    try {
      MediaType.valueOf(type);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
