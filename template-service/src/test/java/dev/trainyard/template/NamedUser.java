package dev.trainyard.template;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Users who are whom they say, and an address that finds every token bad. */
@Path("/bad-token")
public class NamedUser {
  static final String HEADER = "X-Test-User";

  @GET
  @Operation(hidden = true)
  public Response refuse() {
    return Response.status(Response.Status.UNAUTHORIZED).build();
  }

  /** Stands for the check of a token. */
  @ServerRequestFilter(preMatching = true)
  void identify(ContainerRequestContext request) {
    var name = request.getHeaderString(HEADER);
    if (name != null) {
      request.setSecurityContext(new Known(() -> name));
    }
  }

  private record Known(Principal principal) implements SecurityContext {
    @Override
    public Principal getUserPrincipal() {
      return principal;
    }

    @Override
    public boolean isUserInRole(String role) {
      return false;
    }

    @Override
    public boolean isSecure() {
      return false;
    }

    @Override
    public String getAuthenticationScheme() {
      return "test";
    }
  }
}
