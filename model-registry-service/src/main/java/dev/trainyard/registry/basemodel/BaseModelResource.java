package dev.trainyard.registry.basemodel;

import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.paging.PageQuery;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Base models over HTTP. */
@Path("/api/v1/base-models")
@Tag(name = "base models", description = "What a training begins from.")
@Produces(MediaType.APPLICATION_JSON)
public class BaseModelResource {
  private final BaseModelService baseModels;

  BaseModelResource(BaseModelService baseModels) {
    this.baseModels = baseModels;
  }

  @GET
  @Operation(summary = "List base models")
  public Page<BaseModelView> list(
      @QueryParam("name") @Parameter(description = "The whole name, in any case.") String name,
      @BeanParam @Valid PageQuery page) {
    return baseModels.list(Optional.ofNullable(name), page);
  }

  @GET
  @Path("/{id}")
  @Operation(summary = "Get a base model")
  @APIResponse(responseCode = "200", description = "The base model.")
  @APIResponse(responseCode = "404", description = "There is no such base model.")
  public BaseModelView get(UUID id) {
    return baseModels.get(id);
  }
}
