package dev.trainyard.template.integrity;

import dev.trainyard.kit.integrity.Reconciler;
import dev.trainyard.kit.integrity.ReconciliationEndpoint;
import jakarta.ws.rs.Path;

/** Whether datasets and the storage agree, over HTTP. */
@Path("/api/v1/datasets/reconciliation")
public class ReconciliationResource extends ReconciliationEndpoint {
  ReconciliationResource(Reconciler reconciler) {
    super(reconciler);
  }
}
