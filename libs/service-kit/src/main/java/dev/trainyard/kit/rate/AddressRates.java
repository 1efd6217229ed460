package dev.trainyard.kit.rate;

import dev.trainyard.kit.problem.EarlyProblems;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.Response.Status;
import java.time.Duration;

/**
 * Holds each address to a number of requests, and to a smaller one of tokens that are refused, so
 * that nobody can guess them. The address is the connection's, or the one that a proxy names if the
 * configuration says whom to believe. What is streamed counts when it begins. Thread-safe.
 */
@ApplicationScoped
class AddressRates {
  /** After CORS (300), so that pages can read a refusal; before tokens are checked (200). */
  private static final int PRIORITY = 250;

  private static final String HEALTH = "/q/health";

  private final RateConfig config;
  private final EarlyProblems problems;
  private final RateLimit requests;
  private final RateLimit refusedTokens;

  AddressRates(RateConfig config, EarlyProblems problems, MeterRegistry metrics) {
    this.config = config;
    this.problems = problems;
    this.requests =
        new RateLimit(
            "address",
            "There are too many requests from your address. Try again later.",
            Duration.ofSeconds(1).dividedBy(config.address().perSecond()),
            config.address().burst(),
            System::nanoTime,
            metrics);
    this.refusedTokens =
        new RateLimit(
            "token",
            "Too many tokens from your address were refused. Try again later.",
            Duration.ofMinutes(1).dividedBy(config.refusedTokensPerMinute()),
            config.refusedTokensPerMinute(),
            System::nanoTime,
            metrics);
  }

  void register(@Observes Filters filters) {
    if (config.enabled()) {
      filters.register(this::limit, PRIORITY);
    }
  }

  private void limit(RoutingContext request) {
    var path = request.normalizedPath();
    if (path.equals(HEALTH) || path.startsWith(HEALTH + "/")) {
      request.next();
      return;
    }
    var address = ClientAddress.of(request.request().remoteAddress());
    var hasToken = request.request().headers().contains(HttpHeaders.AUTHORIZATION);
    var refusal = requests.take(address);
    if (refusal.isEmpty() && hasToken) {
      refusal = refusedTokens.look(address);
    }
    if (refusal.isPresent()) {
      problems.refuse(request, refusal.get());
      return;
    }
    if (hasToken) {
      request.addEndHandler(answered -> countIfRefused(request, address));
    }
    request.next();
  }

  private void countIfRefused(RoutingContext request, String address) {
    if (request.response().getStatusCode() == Status.UNAUTHORIZED.getStatusCode()) {
      refusedTokens.count(address);
    }
  }
}
