package dev.trainyard.kit.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Tells browsers to do nothing with an answer but what it is for. Pages say what they need beyond
 * that themselves. What concerns HTTPS is said where HTTPS ends, which is not here.
 */
@ApplicationScoped
class SecurityHeaders {
  /** Before everything, so that refusals have them too. */
  private static final int PRIORITY = 1_000;

  private static final String CONTENT_SECURITY_POLICY = "Content-Security-Policy";

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
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    addUnlessPresent(
        headers, CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'");
    if (request.normalizedPath().startsWith("/api/")) {
      // What is in here belongs to those who may see it, and changes.
      addUnlessPresent(headers, HttpHeaders.CACHE_CONTROL.toString(), "no-store");
    }
  }

  private static void addUnlessPresent(MultiMap headers, String name, String value) {
    if (!headers.contains(name)) {
      headers.set(name, value);
    }
  }
}
