package dev.trainyard.registry.model;

import dev.trainyard.kit.naming.NameKey;
import dev.trainyard.kit.problem.InvalidRequestException;
import jakarta.ws.rs.QueryParam;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Which models a list is to hold; for use as {@code @BeanParam}. */
public class ModelFilter {
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

  /**
   * The conditions by the path they constrain.
   *
   * @throws InvalidRequestException if a value is no id or no status
   */
  Map<String, Object> conditions() {
    var conditions = new LinkedHashMap<String, Object>();
    conditions.put("m.status", statusOrReady());
    if (name != null) {
      conditions.put("m.nameKey", NameKey.of(name));
    }
    putId(conditions, "projectId", projectId);
    putId(conditions, "templateId", templateId);
    putId(conditions, "processId", processId);
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

  private static void putId(Map<String, Object> conditions, String field, String value) {
    if (value == null) {
      return;
    }
    try {
      conditions.put("m." + field, UUID.fromString(value));
    } catch (IllegalArgumentException e) {
      throw new InvalidRequestException(field, "must be a UUID");
    }
  }
}
