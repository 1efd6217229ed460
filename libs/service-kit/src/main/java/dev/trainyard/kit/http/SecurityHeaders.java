package dev.trainyard.kit.http;

import dev.trainyard.contracts.http.AnswerHeaders;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Adds {@link AnswerHeaders}; pages say what they need beyond that themselves. */
@ApplicationScoped
class SecurityHeaders {
  /** Before everything, so that refusals have them too. */
  private static final int PRIORITY = 1_000;

  void register(@Observes Filters filters) {
    filters.register(
        request -> {
          request.addHeadersEndHandler(ended -> add(request));
          request.next();
        },
        PRIORITY);
  }

  private static void add(RoutingContext request) {
    var headers = request.response().headers();
    AnswerHeaders.FIXED.forEach(headers::set);
    AnswerHeaders.unlessSaid(request.normalizedPath())
        .forEach((name, value) -> addUnlessPresent(headers, name, value));
  }

  private static void addUnlessPresent(MultiMap headers, String name, String value) {
    if (!headers.contains(name)) {
      headers.set(name, value);
    }
  }
}
