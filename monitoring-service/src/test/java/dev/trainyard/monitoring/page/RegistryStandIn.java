package dev.trainyard.monitoring.page;

import io.quarkus.security.PermissionsAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * What the model registry answers at the platform's address, for tests of pages: a browser asks the
 * host that the page came from. Every model is the same one of three classes.
 */
@Path("/api/v1/models/{modelId}")
@Produces(MediaType.APPLICATION_JSON)
public class RegistryStandIn {

  @GET
  @PermissionsAllowed("models:view")
  @Operation(hidden = true)
  public String model(@PathParam("modelId") String modelId) {
    return """
        {"id": "%s", "status": "READY", "config": {"formatVersion": 1, "metrics": {
          "iteration": 1000, "averagePrecision": 0.93, "accuracy": 0.9, "testLoss": 0.3,
          "perClass": [
            {"name": "circles", "support": 10, "precision": 0.9, "recall": 0.9, "f1": 0.9,
              "averagePrecision": 0.95},
            {"name": "<b>squares</b>", "support": 8, "precision": 0.875, "recall": 0.875,
              "f1": 0.875, "averagePrecision": 0.912},
            {"name": "stars", "support": 12, "precision": 1.0, "recall": 1.0, "f1": 1.0,
              "averagePrecision": 1.0}],
          "confusionMatrix": [[9, 1, 0], [1, 7, 0], [0, 0, 12]]}}}
        """
        .formatted(modelId);
  }
}
