package dev.trainyard.kit.integrity;

import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Whether an archive is what was stored, over HTTP; a service says paths and permissions, and finds
 * the file.
 */
@Tag(name = "Integrity")
public abstract class IntegrityEndpoint {
  private final FileVerifier verifier;

  protected IntegrityEndpoint(FileVerifier verifier) {
    this.verifier = verifier;
  }

  /** The archive of what has this id. */
  protected abstract OwnedFile find(UUID id);

  @Operation(summary = "Tell what the last look at the archive found")
  @APIResponse(responseCode = "200", description = "How it was then.")
  @APIResponse(responseCode = "404", description = "There is nothing with this id.")
  @APIResponse(responseCode = "409", description = "It has no archive yet.")
  public Integrity last(UUID id) {
    return verifier.lastLook(find(id));
  }

  @Operation(summary = "Read the archive now and compare its size and SHA-256")
  @APIResponse(responseCode = "200", description = "How it is.")
  @APIResponse(responseCode = "404", description = "There is nothing with this id.")
  @APIResponse(responseCode = "409", description = "It has no archive yet.")
  public Integrity verify(UUID id) {
    return verifier.verify(find(id));
  }
}
