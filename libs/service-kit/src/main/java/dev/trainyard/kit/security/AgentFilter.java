package dev.trainyard.kit.security;

import dev.trainyard.kit.problem.RefusedException;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.ext.Provider;

/** Keeps agents out of whatever is not meant for them, however much their role may see. */
@Provider
class AgentFilter implements ContainerRequestFilter {
  private final ResourceInfo resource;
  private final AgentScope scope;

  AgentFilter(ResourceInfo resource, AgentScope scope) {
    this.resource = resource;
    this.scope = scope;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    var method = resource.getResourceMethod();
    if (!method.isAnnotationPresent(PermitAll.class)
        && !method.isAnnotationPresent(OpenToAgents.class)
        && scope.isAgent()) {
      throw RefusedException.toAgents();
    }
  }
}
