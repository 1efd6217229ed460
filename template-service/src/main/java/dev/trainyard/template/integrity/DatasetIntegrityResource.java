package dev.trainyard.template.integrity;

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

/** Whether a dataset's archive is what was stored, over HTTP. */
@Path("/api/v1/datasets/{id}/integrity")
@Produces(MediaType.APPLICATION_JSON)
public class DatasetIntegrityResource extends IntegrityEndpoint {
  private final DatasetFiles files;

  DatasetIntegrityResource(DatasetFiles files, FileVerifier verifier) {
    super(verifier);
    this.files = files;
  }

  @Override
  protected OwnedFile find(UUID id) {
    return files.ofDataset(id);
  }

  @GET
  @PermissionsAllowed(Permissions.DATASETS_VIEW)
  @Override
  public Integrity last(@PathParam("id") UUID id) {
    return super.last(id);
  }

  @POST
  @PermissionsAllowed(Permissions.DATASETS_MANAGE)
  @Override
  public Integrity verify(@PathParam("id") UUID id) {
    return super.verify(id);
  }
}
