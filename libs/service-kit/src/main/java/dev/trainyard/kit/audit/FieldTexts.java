package dev.trainyard.kit.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.contracts.audit.FieldChange;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Says in text what changed. Thread-safe. */
@ApplicationScoped
public class FieldTexts {
  private static final int LONGEST = 500;

  /** What the platform notes by itself with each change. */
  private static final Set<String> BY_ITSELF =
      Set.of(
          "author",
          "createdAt",
          "updatedAt",
          "changedAt",
          "revision",
          "nameKey",
          "aliasKey",
          "tenant");

  private final ObjectMapper json;

  FieldTexts(ObjectMapper json) {
    this.json = json;
  }

  /**
   * The fields that have another value than before.
   *
   * @param before values by name, null without one; empty if it was made
   * @param after the same; empty if it was deleted
   */
  public List<FieldChange> between(Map<String, Object> before, Map<String, Object> after) {
    var changes = new ArrayList<FieldChange>();
    var names = (after.isEmpty() ? before : after).keySet();
    for (var name : names) {
      var old = text(before.get(name));
      var now = text(after.get(name));
      if (!BY_ITSELF.contains(name) && !Objects.equals(old, now)) {
        changes.add(new FieldChange(name, old.orElse(null), now.orElse(null)));
      }
    }
    return changes;
  }

  private Optional<String> text(Object value) {
    return Optional.ofNullable(value)
        .map(this::written)
        .map(text -> text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text);
  }

  private String written(Object value) {
    try {
      var tree = json.valueToTree(value);
      return tree.isValueNode() ? tree.asText() : json.writeValueAsString(tree);
    } catch (IllegalArgumentException | JsonProcessingException e) {
      return value.toString();
    }
  }
}
