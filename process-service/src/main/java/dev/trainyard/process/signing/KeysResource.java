package dev.trainyard.process.signing;

import dev.trainyard.kit.security.Permissions;
import io.quarkus.security.PermissionsAllowed;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The open halves of the keys that this service signs with. */
@Path("/api/v1/keys")
@Tag(name = "Keys", description = "By which agents know that a command is ours.")
@Produces(MediaType.APPLICATION_JSON)
class KeysResource {
  private final SigningKeys keys;
  private final Clock clock;

  KeysResource(SigningKeys keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  @GET
  @PermitAll
  @Operation(
      summary = "Read the keys",
      description = "A JWK Set. Needs no token: everybody may check a signature.")
  public KeySet read() {
    return KeySet.of(keys.open(), clock.instant());
  }

  @POST
  @Path("/rotation")
  @PermissionsAllowed(Permissions.MACHINES_MANAGE)
  @Operation(
      summary = "Sign with a new key",
      description =
          "Signatures of the present key stay good until this is asked for once more: twice in a row"
              + " ends a key that was stolen.")
  @APIResponse(responseCode = "200", description = "The keys, the new one among them")
  @APIResponse(responseCode = "409", description = "The key is in a file that an operator changes")
  public KeySet rotate() {
    keys.rotate();
    return read();
  }
}
