package dev.trainyard.kit.integrity;

import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.kit.tenant.CurrentTenant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Comparisons of a service's database with its storage, over HTTP; a service says paths and
 * permissions. Files are of all tenants, so only those who may act for all see what is found.
 */
@Tag(name = "Integrity", description = "Whether the database and the stored files agree.")
public abstract class ReconciliationEndpoint {
  private final Reconciler reconciler;
  private final CurrentTenant tenant;

  protected ReconciliationEndpoint(Reconciler reconciler, CurrentTenant tenant) {
    this.reconciler = reconciler;
    this.tenant = tenant;
  }

  @Operation(
      summary = "Compare the database with the stored files, and repair what can be repaired",
      description =
          "Removes old objects that belong to nobody, and notes files that are missing or have"
              + " another size. It is done from time to time anyway.")
  @APIResponse(responseCode = "200", description = "What was found and done.")
  @APIResponse(responseCode = "409", description = "Another reconciliation is running.")
  public ReconciliationReport reconcile(boolean force) {
    tenant.requirePlatform();
    return reconciler.run(force);
  }

  @Operation(summary = "Read the report of the last reconciliation")
  @APIResponse(responseCode = "200", description = "What was found and done.")
  @APIResponse(responseCode = "404", description = "There was none yet.")
  public ReconciliationReport last() {
    tenant.requirePlatform();
    return reconciler.last().orElseThrow(() -> new NotFoundException("reconciliation", "yet"));
  }
}
