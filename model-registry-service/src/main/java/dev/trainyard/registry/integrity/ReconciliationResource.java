package dev.trainyard.registry.integrity;

import dev.trainyard.kit.integrity.Reconciler;
import dev.trainyard.kit.integrity.ReconciliationReport;
import dev.trainyard.kit.problem.NotFoundException;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Comparisons of the registry's database with its storage, over HTTP. */
@Path("/api/v1/models/reconciliation")
@Tag(name = "integrity", description = "Whether the database and the stored files agree.")
@Produces(MediaType.APPLICATION_JSON)
public class ReconciliationResource {
  private final Reconciler reconciler;

  ReconciliationResource(Reconciler reconciler) {
    this.reconciler = reconciler;
  }

  @POST
  @Operation(
      summary = "Compare models and base models with the storage, and repair what can be repaired",
      description =
          "Removes old objects that belong to nobody; notes files that are missing or have another"
              + " size; makes missing random weights anew. It is done every hour anyway.")
  @APIResponse(responseCode = "200", description = "What was found and done.")
  @APIResponse(responseCode = "409", description = "Another reconciliation is running.")
  public ReconciliationReport reconcile(
      @QueryParam("force")
          @DefaultValue("false")
          @Parameter(description = "Remove orphans even if they are suspiciously many.")
          boolean force) {
    return reconciler.run(force);
  }

  @GET
  @Operation(summary = "Read the report of the last reconciliation")
  @APIResponse(responseCode = "200", description = "What was found and done.")
  @APIResponse(responseCode = "404", description = "There was none yet.")
  public ReconciliationReport last() {
    return reconciler.last().orElseThrow(() -> new NotFoundException("reconciliation", "yet"));
  }
}
