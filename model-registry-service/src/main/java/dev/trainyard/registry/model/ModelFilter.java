package dev.trainyard.registry.model;

import dev.trainyard.kit.naming.NameKey;
import dev.trainyard.kit.problem.InvalidRequestException;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.QueryParam;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Which models a list is to hold; for use as {@code @BeanParam}. */
public class ModelFilter {
  private static final String HAS_ALIAS =
      "exists (select 1 from ModelAlias a where a.modelId = m.id and a.id.aliasKey = %s)";

  @QueryParam("name")
  @Parameter(description = "The whole name, in any case.")
  String name;

  @QueryParam("projectId")
  @Parameter(schema = @Schema(implementation = UUID.class))
  String projectId;

  @QueryParam("templateId")
  @Parameter(schema = @Schema(implementation = UUID.class))
  String templateId;

  @QueryParam("processId")
  @Parameter(schema = @Schema(implementation = UUID.class))
  String processId;

  @QueryParam("status")
  @Parameter(description = "READY if absent.", schema = @Schema(implementation = ModelStatus.class))
  String status;

  @QueryParam("alias")
  @Parameter(description = "An alias that the model has, in any case.")
  String alias;

  @QueryParam("tag")
  @Size(max = 50) @Parameter(description = "A tag, exactly; several times: the model must have all of them.")
  List<String> tag;

  /**
   * A condition on a model {@code m}.
   *
   * @param clause JPQL with {@code %s} for the parameter
   */
  record Condition(String clause, Object value) {}

  /**
   * All of which must be met.
   *
   * @throws InvalidRequestException if a value is no id or no status
   */
  List<Condition> conditions() {
    var conditions = new ArrayList<Condition>();
    conditions.add(new Condition("m.status = %s", statusOrReady()));
    if (name != null) {
      conditions.add(new Condition("m.nameKey = %s", NameKey.of(name)));
    }
    addId(conditions, "projectId", projectId);
    addId(conditions, "templateId", templateId);
    addId(conditions, "processId", processId);
    if (alias != null) {
      conditions.add(new Condition(HAS_ALIAS, NameKey.of(alias)));
    }
    tag.forEach(value -> conditions.add(new Condition("array_contains(m.tags, %s)", value)));
    return conditions;
  }

  private ModelStatus statusOrReady() {
    if (status == null) {
      return ModelStatus.READY;
    }
    return Arrays.stream(ModelStatus.values())
        .filter(value -> value.name().equals(status))
        .findFirst()
        .orElseThrow(() -> new InvalidRequestException("status", "must be PENDING or READY"));
  }

  private static void addId(List<Condition> conditions, String field, String value) {
    if (value != null) {
      conditions.add(new Condition("m." + field + " = %s", QueryId.parse(field, value)));
    }
  }
}
