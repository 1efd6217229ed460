package dev.trainyard.kit.http;

import dev.trainyard.kit.problem.EarlyProblems;
import dev.trainyard.kit.problem.UnsupportedMediaTypeException;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.common.util.MediaTypeHelper;

/**
 * Refuses a {@code Content-Type} that is none, and does not look at an {@code Accept} that is none:
 * where a path has several, Quarkus fails at both.
 */
@ApplicationScoped
class MediaTypes {
  /** Before the body is received. */
  private static final int PRIORITY = 2;

  private final EarlyProblems problems;

  MediaTypes(EarlyProblems problems) {
    this.problems = problems;
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, PRIORITY);
  }

  private void check(RoutingContext request) {
    var headers = request.request().headers();
    var type = headers.get(HttpHeaders.CONTENT_TYPE);
    if (type != null && !isReadable(type)) {
      problems.refuse(
          request,
          new UnsupportedMediaTypeException(
              "Content-Type is not a media type. Send one, such as application/json."));
      return;
    }
    if (!headers.getAll(HttpHeaders.ACCEPT).stream().allMatch(MediaTypes::isReadableList)) {
      headers.remove(HttpHeaders.ACCEPT);
    }
    request.next();
  }

  private static boolean isReadable(String type) {
    try {
      MediaType.valueOf(type);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isReadableList(String types) {
    try {
      MediaTypeHelper.parseHeader(types);
      return true;
    } catch (IllegalArgumentException | WebApplicationException e) {
      return false;
    }
  }
}
