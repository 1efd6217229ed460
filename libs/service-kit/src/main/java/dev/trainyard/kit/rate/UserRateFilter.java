package dev.trainyard.kit.rate;

import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Counts the requests of those whose token was found good. */
class UserRateFilter {
  private final UserRates rates;

  UserRateFilter(UserRates rates) {
    this.rates = rates;
  }

  @ServerRequestFilter
  void count(ContainerRequestContext request) {
    var user = request.getSecurityContext().getUserPrincipal();
    if (user != null) {
      rates.count(user.getName());
    }
  }
}
