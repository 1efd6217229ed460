package dev.trainyard.template.template;

import dev.trainyard.kit.naming.NameKey;
import jakarta.ws.rs.QueryParam;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Which templates a list is to hold; for use as {@code @BeanParam}. */
public class TemplateFilter {
  @QueryParam("name")
  @Parameter(description = "The whole name; case does not matter.")
  Optional<String> name;

  @QueryParam("search")
  @Parameter(description = "A part of the name; case does not matter.")
  Optional<String> search;

  @QueryParam("modelType")
  Optional<String> modelType;

  @QueryParam("baseModel")
  @Parameter(description = "The whole name of a base model; case does not matter.")
  Optional<String> baseModel;

  @QueryParam("datasetId")
  @Parameter(description = "A dataset that the template names.")
  Optional<UUID> datasetId;

  /** The conditions, with a place for the parameter of each value. */
  Map<String, Object> conditions() {
    var conditions = new LinkedHashMap<String, Object>();
    name.ifPresent(value -> conditions.put("nameKey = %s", NameKey.of(value)));
    search.ifPresent(value -> conditions.put("0 < locate(%s, nameKey)", NameKey.of(value)));
    modelType.ifPresent(value -> conditions.put("lower(modelType) = lower(%s)", value));
    baseModel.ifPresent(value -> conditions.put("lower(baseModel) = lower(%s)", value));
    datasetId.ifPresent(value -> conditions.put("datasetId = %s", value));
    return conditions;
  }
}
