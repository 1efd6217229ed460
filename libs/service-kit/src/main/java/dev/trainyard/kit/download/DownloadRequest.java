package dev.trainyard.kit.download;

import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** How a client wants a file; for use as {@code @BeanParam}. */
public class DownloadRequest {
  @QueryParam("via")
  @Parameter(
      description =
          "storage: redirect to the object storage. service: send the file, for clients that cannot"
              + " reach the storage. What is usual is configured.")
  String via;

  @HeaderParam("Range")
  @Parameter(hidden = true)
  String range;

  @HeaderParam("If-Range")
  @Parameter(hidden = true)
  String ifRange;

  @HeaderParam("If-None-Match")
  @Parameter(hidden = true)
  String ifNoneMatch;
}
