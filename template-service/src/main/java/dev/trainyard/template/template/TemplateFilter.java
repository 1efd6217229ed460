package dev.trainyard.template.template;

import dev.trainyard.kit.http.QueryId;
import dev.trainyard.kit.naming.NameKey;
import dev.trainyard.kit.persistence.FilteredList;
import dev.trainyard.kit.problem.InvalidRequestException;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Which templates a list is to hold; for use as {@code @BeanParam}. */
public class TemplateFilter {
  @QueryParam("name")
  @Parameter(description = "The whole name; case does not matter.")
  String name;

  @QueryParam("search")
  @Parameter(description = "A part of the name; case does not matter.")
  String search;

  @QueryParam("modelType")
  String modelType;

  @QueryParam("baseModel")
  @Parameter(description = "The whole name of a base model; case does not matter.")
  String baseModel;

  @QueryParam("datasetId")
  @Parameter(
      description = "A dataset that the template names.",
      schema = @Schema(implementation = UUID.class))
  String datasetId;

  /**
   * The templates that are wanted.
   *
   * @throws InvalidRequestException if the dataset's id is none
   */
  FilteredList<Template> templates() {
    return new FilteredList<>(Template.class)
        .where("e.nameKey = :name", "name", name == null ? null : NameKey.of(name))
        .containing("e.nameKey", search)
        .where("lower(e.modelType) = lower(:modelType)", "modelType", modelType)
        .where("lower(e.baseModel) = lower(:baseModel)", "baseModel", baseModel)
        .where("e.datasetId = :dataset", "dataset", QueryId.optional("datasetId", datasetId));
  }
}
