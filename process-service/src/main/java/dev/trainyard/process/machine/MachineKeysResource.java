package dev.trainyard.process.machine;

import dev.trainyard.kit.security.Permissions;
import dev.trainyard.kit.tenant.CurrentTenant;
import io.quarkus.security.PermissionsAllowed;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** By which keys agents are known, for services that read what agents write. */
@Path("/api/v1/machines/keys")
@Tag(name = "Machines")
@Produces(MediaType.APPLICATION_JSON)
class MachineKeysResource {
  /** An address of more than 4 KB is refused before it comes here. */
  private static final int MOST = 50;

  private final AgentSignatures signatures;
  private final CurrentTenant tenant;

  MachineKeysResource(AgentSignatures signatures, CurrentTenant tenant) {
    this.tenant = tenant;
    this.signatures = signatures;
  }

  @GET
  @PermissionsAllowed(Permissions.MACHINES_VIEW)
  @Operation(
      summary = "Read by which keys agents are known, of 50 machines at most",
      description =
          "With them the headers ce_signature and ce_mac of reports, heartbeats, measurements and logs"
              + " is checked. Machines that are not registered are left out. Holds secrets, so that services alone may read them.")
  @APIResponse(responseCode = "200", description = "The keys, in no order")
  @APIResponse(responseCode = "403", description = "Somebody else than a service asks")
  public MachineKeysView read(
      @QueryParam("id")
          @Size(min = 1, max = MOST, message = "must be given 1 to 50 times") @Parameter(description = "A machine's; may come several times.")
          List<UUID> ids) {
    tenant.requireService();
    return MachineKeysView.of(signatures.keysOf(ids));
  }
}
