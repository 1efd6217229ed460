package dev.trainyard.agent.machine;

import dev.trainyard.agent.run.RunSupervisor;
import dev.trainyard.kit.security.Permissions;
import io.quarkus.security.PermissionsAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What this machine is doing; for its administrator, on the machine itself. */
@Path("/api/v1/agent")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Agent", description = "This machine and its run.")
public class AgentResource {
  private final HeartbeatSender heartbeats;
  private final MachineRegistration registration;
  private final RunSupervisor supervisor;

  AgentResource(
      HeartbeatSender heartbeats, MachineRegistration registration, RunSupervisor supervisor) {
    this.heartbeats = heartbeats;
    this.registration = registration;
    this.supervisor = supervisor;
  }

  @GET
  @PermissionsAllowed(Permissions.MACHINES_VIEW)
  @Operation(summary = "What this machine is made of and what it is doing")
  public AgentView present() {
    return AgentView.of(heartbeats.present(), registration.state(), supervisor.lease());
  }
}
