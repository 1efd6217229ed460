package dev.trainyard.registry.integrity;

import dev.trainyard.kit.integrity.FileVerifier;
import dev.trainyard.kit.integrity.Integrity;
import dev.trainyard.kit.integrity.IntegrityEndpoint;
import dev.trainyard.kit.integrity.OwnedFile;
import dev.trainyard.kit.security.Permissions;
import io.quarkus.security.PermissionsAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;

/** Whether a model's archive is what was stored, over HTTP. */
@Path("/api/v1/models/{id}/integrity")
@Produces(MediaType.APPLICATION_JSON)
public class ModelIntegrityResource extends IntegrityEndpoint {
  private final RegistryFiles files;

  ModelIntegrityResource(RegistryFiles files, FileVerifier verifier) {
    super(verifier);
    this.files = files;
  }

  @Override
  protected OwnedFile find(UUID id) {
    return files.ofModel(id);
  }

  @GET
  @PermissionsAllowed(Permissions.MODELS_VIEW)
  @Override
  public Integrity last(@PathParam("id") UUID id) {
    return super.last(id);
  }

  @POST
  @PermissionsAllowed(Permissions.MODELS_MANAGE)
  @Override
  public Integrity verify(@PathParam("id") UUID id) {
    return super.verify(id);
  }
}
