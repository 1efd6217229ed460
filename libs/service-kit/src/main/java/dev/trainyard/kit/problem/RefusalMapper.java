package dev.trainyard.kit.problem;

import dev.trainyard.kit.audit.AccessRefusals;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns a refusal into a problem body, and has it written down. */
class RefusalMapper {
  private final AccessRefusals refusals;
  private final ProblemMapper problems;

  RefusalMapper(AccessRefusals refusals, ProblemMapper problems) {
    this.refusals = refusals;
    this.problems = problems;
  }

  @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
  Response unauthorized(UriInfo uri) {
    return refuse(RefusedException.withoutToken(), uri);
  }

  @ServerExceptionMapper(ForbiddenException.class)
  Response forbidden(UriInfo uri) {
    return refuse(RefusedException.withoutPermission(), uri);
  }

  private Response refuse(RefusedException refused, UriInfo uri) {
    refusals.note(refused.status());
    return problems.map(refused, uri);
  }
}
