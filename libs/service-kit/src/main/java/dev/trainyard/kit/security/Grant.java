package dev.trainyard.kit.security;

import java.security.Permission;
import java.util.List;

/**
 * What a role may do: an action on an entity, either of which may be an asterisk, which is all.
 *
 * @param entity such as {@code datasets}
 * @param action such as {@code view}
 */
record Grant(String entity, String action) {
  private static final String ALL = "*";

  static final List<String> ENTITIES =
      List.of(
          "projects",
          "datasets",
          "templates",
          "processes",
          "machines",
          "models",
          "base-models",
          "journal",
          "monitoring");

  static final List<String> ACTIONS = List.of("view", "create", "edit", "delete", "manage");

  /**
   * Reads {@code entity:action}.
   *
   * @throws IllegalArgumentException if it is none, or of something that does not exist
   */
  static Grant parse(String role, String text) {
    var parts = text.strip().split(":", -1);
    if (parts.length != 2 || !isOneOf(ENTITIES, parts[0]) || !isOneOf(ACTIONS, parts[1])) {
      throw new IllegalArgumentException(
          "trainyard.security.roles.%s: %s is no permission. Write entity:action, such as datasets:view; entities are %s, actions %s, or *."
              .formatted(role, text, ENTITIES, ACTIONS));
    }
    return new Grant(parts[0], parts[1]);
  }

  boolean covers(Permission needed) {
    return (entity.equals(ALL) || entity.equals(needed.getName()))
        && (action.equals(ALL) || action.equals(needed.getActions()));
  }

  private static boolean isOneOf(List<String> known, String word) {
    return word.equals(ALL) || known.contains(word);
  }
}
