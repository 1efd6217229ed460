package dev.trainyard.kit.security;

import dev.trainyard.kit.tenant.CurrentTenant;
import dev.trainyard.kit.tenant.TenantRules;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;

/** Has a client of another service show who asks, and for which tenant. */
@ApplicationScoped
public class ServiceTokenFilter implements ClientRequestFilter {
  private final ServiceToken token;
  private final CurrentTenant tenant;

  ServiceTokenFilter(ServiceToken token, CurrentTenant tenant) {
    this.tenant = tenant;
    this.token = token;
  }

  @Override
  public void filter(ClientRequestContext request) {
    try {
      request.getHeaders().putSingle(HttpHeaders.AUTHORIZATION, "Bearer " + token.current());
    } catch (NoTokenException e) {
      throw new ProcessingException(e);
    }
    tenant
        .scope()
        .name()
        .ifPresent(name -> request.getHeaders().putSingle(TenantRules.HEADER, name));
  }
}
