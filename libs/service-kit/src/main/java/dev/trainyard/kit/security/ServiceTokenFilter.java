package dev.trainyard.kit.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;

/** Has a client of another service show who asks. */
@ApplicationScoped
public class ServiceTokenFilter implements ClientRequestFilter {
  private final ServiceToken token;

  ServiceTokenFilter(ServiceToken token) {
    this.token = token;
  }

  @Override
  public void filter(ClientRequestContext request) {
    try {
      request.getHeaders().putSingle(HttpHeaders.AUTHORIZATION, "Bearer " + token.current());
    } catch (NoTokenException e) {
      throw new ProcessingException(e);
    }
  }
}
