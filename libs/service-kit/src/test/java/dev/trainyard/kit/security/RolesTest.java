package dev.trainyard.kit.security;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.kit.testing.Documented;
import io.quarkus.security.StringPermission;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RolesTest {
  private static final Path PAGE = Path.of("..", "..", "docs", "security.md");

  @Test
  void permitWhatTheDocumentationSays() throws IOException {
    var roles = new TreeMap<>(roles());
    var rows = new ArrayList<String>();
    rows.add("| entity | " + String.join(" | ", Grant.ACTIONS) + " |");
    rows.add("| --- ".repeat(Grant.ACTIONS.size() + 1) + "|");
    for (var entity : Grant.ENTITIES) {
      rows.add(
          Grant.ACTIONS.stream()
              .map(action -> permitted(roles, new StringPermission(entity, action)))
              .collect(Collectors.joining(" | ", "| " + entity + " | ", " |")));
    }
    Documented.table(PAGE, "roles").require(rows);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"datasets", "datasets:view:all", "dataset:view", "datasets:read", ":", ""})
  void refusesWhatIsNoPermission(String text) {
    assertThatThrownBy(() -> Grant.parse("trainer", text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("trainyard.security.roles.trainer: " + text + " is no permission");
  }

  private static Map<String, Set<String>> roles() throws IOException {
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withSources(
            new PropertiesConfigSource(
                RolesTest.class.getResource("/META-INF/microprofile-config.properties")))
        .withMapping(SecurityConfig.class)
        .build()
        .getConfigMapping(SecurityConfig.class)
        .roles();
  }

  private static String permitted(Map<String, Set<String>> roles, StringPermission permission) {
    return roles.entrySet().stream()
        .filter(
            role ->
                role.getValue().stream()
                    .anyMatch(text -> Grant.parse(role.getKey(), text).covers(permission)))
        .map(Map.Entry::getKey)
        .collect(Collectors.joining(", "));
  }
}
