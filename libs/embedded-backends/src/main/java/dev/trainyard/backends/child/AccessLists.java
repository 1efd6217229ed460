package dev.trainyard.backends.child;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What users may do: a line for each permission, {@code user operation topic|group name}, where a
 * name that ends with {@code *} means all that begin so; empty lines and comments after {@code #}.
 */
final class AccessLists {

  private static final Set<AclOperation> OPERATIONS =
      Set.of(AclOperation.READ, AclOperation.WRITE, AclOperation.CREATE, AclOperation.DESCRIBE);
  private static final Set<ResourceType> RESOURCES = Set.of(ResourceType.TOPIC, ResourceType.GROUP);

  private AccessLists() {}

  /**
   * The permissions as the broker knows them.
   *
   * @throws IllegalArgumentException if a line is none, with its number
   */
  static List<AclBinding> parse(String text) {
    List<AclBinding> permissions = new ArrayList<>();
    List<String> lines = text.lines().toList();
    for (int index = 0; index < lines.size(); index++) {
      String line = lines.get(index).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        permissions.add(permission(line, index + 1));
      }
    }
    return permissions;
  }

  private static AclBinding permission(String line, int number) {
    String[] words = line.split("\\s+");
    if (words.length == 4) {
      AclOperation operation = AclOperation.fromString(words[1].toUpperCase(Locale.ROOT));
      ResourceType resource = ResourceType.fromString(words[2].toUpperCase(Locale.ROOT));
      if (OPERATIONS.contains(operation) && RESOURCES.contains(resource)) {
        return new AclBinding(
            pattern(resource, words[3]),
            new AccessControlEntry("User:" + words[0], "*", operation, AclPermissionType.ALLOW));
      }
    }
    throw new IllegalArgumentException(
        "Line %d of the access lists, '%s', is no 'user read|write|create|describe topic|group name'"
            .formatted(number, line));
  }

  private static ResourcePattern pattern(ResourceType resource, String name) {
    return name.endsWith("*")
        ? new ResourcePattern(resource, name.substring(0, name.length() - 1), PatternType.PREFIXED)
        : new ResourcePattern(resource, name, PatternType.LITERAL);
  }
}
