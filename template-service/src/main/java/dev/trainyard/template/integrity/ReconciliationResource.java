package dev.trainyard.template.integrity;

import dev.trainyard.kit.integrity.Reconciler;
import dev.trainyard.kit.integrity.ReconciliationEndpoint;
import dev.trainyard.kit.integrity.ReconciliationReport;
import dev.trainyard.kit.security.Permissions;
import dev.trainyard.kit.tenant.CurrentTenant;
import io.quarkus.security.PermissionsAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Whether datasets and the storage agree, over HTTP. */
@Path("/api/v1/datasets/reconciliation")
@Produces(MediaType.APPLICATION_JSON)
public class ReconciliationResource extends ReconciliationEndpoint {
  ReconciliationResource(Reconciler reconciler, CurrentTenant tenant) {
    super(reconciler, tenant);
  }

  @POST
  @PermissionsAllowed(Permissions.DATASETS_MANAGE)
  @Override
  public ReconciliationReport reconcile(
      @QueryParam("force")
          @DefaultValue("false")
          @Parameter(description = "Remove orphans even if they are suspiciously many.")
          boolean force) {
    return super.reconcile(force);
  }

  @GET
  @PermissionsAllowed(Permissions.DATASETS_VIEW)
  @Override
  public ReconciliationReport last() {
    return super.last();
  }
}
