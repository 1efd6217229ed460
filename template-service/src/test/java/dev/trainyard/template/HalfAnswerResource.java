package dev.trainyard.template;

import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Answers of which the second half cannot be read, as when the storage breaks off. */
@Path("/half-answer")
@Blocking
public class HalfAnswerResource {
  static final int HALF = 1 << 20;

  @GET
  @PermitAll
  @Operation(hidden = true)
  public Response get(@QueryParam("announced") boolean announced) {
    StreamingOutput half =
        out -> {
          out.write(new byte[HALF]);
          throw new IOException("the storage broke off");
        };
    var answer = Response.ok(half, "application/zip");
    return announced ? answer.header("Content-Length", 2 * HALF).build() : answer.build();
  }
}
