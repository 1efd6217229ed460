package dev.trainyard.monitoring.page;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * The pages for people: all processes and machines, the chart of one process, and that of one
 * machine. They are the same for everyone; their scripts read everything from the REST API.
 */
@Path("/monitoring")
@Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
public class PageResource {
  // The pages take nothing from elsewhere; the chart library sets styles on its elements.
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'"
          + " data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors"
          + " 'self'";

  private final String overview = withHead("overview.html");
  private final String chart = withHead("chart.html");
  private final String machine = withHead("machine.html");

  @GET
  @PermitAll
  @Operation(hidden = true)
  public Response overview() {
    return page(overview);
  }

  /** The same page for every process: its script takes the id from the address. */
  @GET
  @PermitAll
  @Path("/{processId:[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}}")
  @Operation(hidden = true)
  public Response chart(@PathParam("processId") UUID processId) {
    return page(chart);
  }

  /** The same page for every machine. */
  @GET
  @PermitAll
  @Path("/machines/{machineId:[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}}")
  @Operation(hidden = true)
  public Response machine(@PathParam("machineId") UUID machineId) {
    return page(machine);
  }

  private static Response page(String html) {
    return Response.ok(html)
        .header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        .header(HttpHeaders.CACHE_CONTROL, "no-cache")
        .build();
  }

  /** What all pages have in their head is written once. */
  private static String withHead(String name) {
    return read(name).replace("  <!-- head.html -->\n", read("head.html"));
  }

  private static String read(String name) {
    try (var stream = PageResource.class.getResourceAsStream("/pages/" + name)) {
      if (stream == null) {
        throw new IllegalStateException("the page " + name + " is missing from the build");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
