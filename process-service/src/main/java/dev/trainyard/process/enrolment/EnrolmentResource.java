package dev.trainyard.process.enrolment;

import dev.trainyard.kit.security.Permissions;
import io.quarkus.security.PermissionsAllowed;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How a machine's agent becomes known, and proves who it is. */
@Path("/api/v1/machines")
@Tag(name = "Enrolment", description = "By which an agent is known as its machine's.")
@Produces(MediaType.APPLICATION_JSON)
class EnrolmentResource {
  private final Enrolments enrolments;
  private final AgentTokens tokens;

  EnrolmentResource(Enrolments enrolments, AgentTokens tokens) {
    this.enrolments = enrolments;
    this.tokens = tokens;
  }

  @POST
  @Path("/{id}/enrolment")
  @PermissionsAllowed(Permissions.MACHINES_MANAGE)
  @Operation(
      summary = "Make a code for a machine's agent",
      description = "It can be used once; a code that was made before is of no use any more.")
  @APIResponse(responseCode = "200", description = "The code, which is shown once")
  @APIResponse(responseCode = "404", description = "There is no such machine")
  @APIResponse(responseCode = "409", description = "The machine is disabled")
  public EnrolmentCode begin(@PathParam("id") UUID id) {
    return enrolments.begin(id);
  }

  @POST
  @Path("/enrolment")
  @Consumes(MediaType.APPLICATION_JSON)
  @PermitAll
  @Operation(
      summary = "Enrol an agent",
      description =
          "With a code, and a key that replaces an earlier one of the machine. Needs no token.")
  @APIResponse(responseCode = "200", description = "Whose agent it is now")
  @APIResponse(responseCode = "403", description = "The code or the signature is not good")
  public EnrolledMachine complete(@Valid @NotNull EnrolRequest request) {
    return enrolments.complete(request);
  }

  @POST
  @Path("/{id}/token")
  @Consumes(MediaType.APPLICATION_JSON)
  @PermitAll
  @Operation(
      summary = "Give an agent a token",
      description = "For a proof signed with the key of the enrolment. Needs no token itself.")
  @APIResponse(responseCode = "200", description = "The token")
  @APIResponse(responseCode = "403", description = "The proof is not good, or the machine is off")
  public AgentToken token(@PathParam("id") UUID id, @Valid @NotNull TokenRequest request) {
    return tokens.give(id, request);
  }
}
