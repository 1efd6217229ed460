package dev.trainyard.template.integrity;

import dev.trainyard.kit.integrity.FileVerifier;
import dev.trainyard.kit.integrity.IntegrityEndpoint;
import dev.trainyard.kit.integrity.OwnedFile;
import jakarta.ws.rs.Path;
import java.util.UUID;

/** Whether a dataset's archive is what was stored, over HTTP. */
@Path("/api/v1/datasets/{id}/integrity")
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
}
