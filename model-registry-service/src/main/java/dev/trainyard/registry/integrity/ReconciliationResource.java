package dev.trainyard.registry.integrity;

import dev.trainyard.kit.integrity.Reconciler;
import dev.trainyard.kit.integrity.ReconciliationEndpoint;
import jakarta.ws.rs.Path;

/** Whether models, base models and the storage agree, over HTTP. */
@Path("/api/v1/models/reconciliation")
public class ReconciliationResource extends ReconciliationEndpoint {
  ReconciliationResource(Reconciler reconciler) {
    super(reconciler);
  }
}
