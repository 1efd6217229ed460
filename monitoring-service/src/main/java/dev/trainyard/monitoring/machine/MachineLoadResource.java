package dev.trainyard.monitoring.machine;

import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.paging.PageQuery;
import dev.trainyard.kit.security.Permissions;
import io.quarkus.security.PermissionsAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How busy the machines are. */
@Path("/api/v1/monitoring/machines/load")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Machines")
public class MachineLoadResource {
  private final MachineLoadStore machines;

  MachineLoadResource(MachineLoadStore machines) {
    this.machines = machines;
  }

  @GET
  @PermissionsAllowed(Permissions.MONITORING_VIEW)
  @Operation(
      summary = "Load of all machines, by name",
      description =
          "Processor, memory, disk and GPUs as of the last heartbeat, and what each machine is"
              + " doing. A machine without a name sends heartbeats but is not registered.")
  public Page<MachineLoadView> list(@Valid @BeanParam PageQuery page) {
    return new Page<>(
        machines.list(page.page() * page.size(), page.size()),
        page.page(),
        page.size(),
        machines.total());
  }
}
