package dev.trainyard.monitoring.webhook;

import dev.trainyard.kit.http.EntityTags;
import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.paging.PageQuery;
import dev.trainyard.kit.security.Permissions;
import dev.trainyard.monitoring.query.QueryValues;
import io.quarkus.security.PermissionsAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Webhooks over REST. */
@Path("/api/v1/webhooks")
@Tag(name = "Webhooks", description = "Who is told of events by HTTP.")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class WebhookResource {
  private final WebhookService webhooks;

  WebhookResource(WebhookService webhooks) {
    this.webhooks = webhooks;
  }

  @POST
  @PermissionsAllowed(Permissions.MONITORING_MANAGE)
  @Operation(
      summary = "Post events to an address from now on",
      description =
          "Each event is posted as a CloudEvent in JSON, signed as Standard Webhooks says with the"
              + " secret of this answer, which is not shown again. A receiver answers with 2xx, or"
              + " gets the event again later; it may get one twice, with the same webhook-id.")
  @APIResponse(
      responseCode = "201",
      description = "Made",
      content = @Content(schema = @Schema(implementation = WebhookView.class)))
  @APIResponse(responseCode = "400", description = "The address or a type makes no sense")
  @APIResponse(responseCode = "422", description = "The host is not allowed")
  public Response create(@Valid @NotNull WebhookRequest request) {
    var webhook = webhooks.create(request);
    return tagged(
        Response.created(URI.create("/api/v1/webhooks/" + webhook.id())),
        webhook,
        WebhookView.withSecret(webhook));
  }

  @GET
  @PermissionsAllowed(Permissions.MONITORING_VIEW)
  @Operation(summary = "List webhooks, the newest first")
  public Page<WebhookView> list(
      @QueryParam("projectId") @Parameter(description = "Only those of this project.")
          String projectId,
      @Valid @BeanParam PageQuery page) {
    return webhooks
        .list(QueryValues.id("projectId", projectId), page.page(), page.size())
        .map(WebhookView::of);
  }

  @GET
  @PermissionsAllowed(Permissions.MONITORING_VIEW)
  @Path("{id}")
  @Operation(summary = "Read a webhook")
  @APIResponse(
      responseCode = "200",
      description = "The webhook",
      content = @Content(schema = @Schema(implementation = WebhookView.class)))
  public Response get(@PathParam("id") UUID id) {
    var webhook = webhooks.get(id);
    return tagged(Response.ok(), webhook, WebhookView.of(webhook));
  }

  @PUT
  @PermissionsAllowed(Permissions.MONITORING_MANAGE)
  @Path("{id}")
  @Operation(
      summary = "Change a webhook",
      description =
          "Everything but the secret. If-Match takes the ETag of the version that was read. While"
              + " it is not enabled, what waits stays, and what happens is not told to it.")
  @APIResponse(
      responseCode = "200",
      description = "The webhook as it is now",
      content = @Content(schema = @Schema(implementation = WebhookView.class)))
  @APIResponse(responseCode = "412", description = "It was changed in the meantime")
  @APIResponse(responseCode = "428", description = "If-Match is missing")
  public Response update(
      @PathParam("id") UUID id,
      @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
      @Valid @NotNull WebhookRequest request) {
    var webhook = webhooks.update(id, ifMatch, request);
    return tagged(Response.ok(), webhook, WebhookView.of(webhook));
  }

  @DELETE
  @PermissionsAllowed(Permissions.MONITORING_MANAGE)
  @Path("{id}")
  @Operation(summary = "Delete a webhook with its deliveries")
  @APIResponse(responseCode = "204", description = "Deleted")
  public void delete(@PathParam("id") UUID id) {
    webhooks.delete(id);
  }

  @POST
  @PermissionsAllowed(Permissions.MONITORING_MANAGE)
  @Path("{id}/secret")
  @Consumes(MediaType.WILDCARD)
  @Operation(
      summary = "Sign with a new secret",
      description = "The old one is used no more; the new one is not shown again.")
  @APIResponse(
      responseCode = "200",
      description = "The webhook with its secret",
      content = @Content(schema = @Schema(implementation = WebhookView.class)))
  public Response renewSecret(@PathParam("id") UUID id) {
    var webhook = webhooks.renewSecret(id);
    return tagged(Response.ok(), webhook, WebhookView.withSecret(webhook));
  }

  @POST
  @PermissionsAllowed(Permissions.MONITORING_MANAGE)
  @Path("{id}/test")
  @Consumes(MediaType.WILDCARD)
  @Operation(summary = "Post an event that only says that the webhook works")
  @APIResponse(
      responseCode = "202",
      description = "It will be posted",
      content = @Content(schema = @Schema(implementation = DeliveryView.class)))
  public Response test(@PathParam("id") UUID id) {
    return Response.accepted(webhooks.test(id)).build();
  }

  @GET
  @PermissionsAllowed(Permissions.MONITORING_VIEW)
  @Path("{id}/deliveries")
  @Operation(summary = "What was posted to a webhook, and what is to be; the newest first")
  public Page<DeliveryView> deliveries(
      @PathParam("id") UUID id,
      @QueryParam("status") @Parameter(schema = @Schema(implementation = DeliveryStatus.class))
          String status,
      @Valid @BeanParam PageQuery page) {
    return webhooks.deliveries(
        id, QueryValues.constant("status", status, DeliveryStatus.class), page.page(), page.size());
  }

  @POST
  @PermissionsAllowed(Permissions.MONITORING_MANAGE)
  @Path("{id}/deliveries/{deliveryId}/replay")
  @Consumes(MediaType.WILDCARD)
  @Operation(
      summary = "Post an event again",
      description = "Whatever became of it before; with the same webhook-id and a new time.")
  @APIResponse(
      responseCode = "202",
      description = "It will be posted",
      content = @Content(schema = @Schema(implementation = DeliveryView.class)))
  public Response replay(@PathParam("id") UUID id, @PathParam("deliveryId") UUID deliveryId) {
    return Response.accepted(webhooks.replay(id, deliveryId)).build();
  }

  private static Response tagged(
      Response.ResponseBuilder response, Webhook webhook, WebhookView view) {
    return response.entity(view).header(HttpHeaders.ETAG, EntityTags.of(webhook.version())).build();
  }
}
