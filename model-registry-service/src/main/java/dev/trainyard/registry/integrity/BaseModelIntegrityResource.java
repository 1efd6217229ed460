package dev.trainyard.registry.integrity;

import dev.trainyard.kit.integrity.FileVerifier;
import dev.trainyard.kit.integrity.IntegrityEndpoint;
import dev.trainyard.kit.integrity.OwnedFile;
import jakarta.ws.rs.Path;
import java.util.UUID;

/** Whether a base model's archive is what was stored, over HTTP. */
@Path("/api/v1/base-models/{id}/integrity")
public class BaseModelIntegrityResource extends IntegrityEndpoint {
  private final RegistryFiles files;

  BaseModelIntegrityResource(RegistryFiles files, FileVerifier verifier) {
    super(verifier);
    this.files = files;
  }

  @Override
  protected OwnedFile find(UUID id) {
    return files.ofBaseModel(id);
  }
}
