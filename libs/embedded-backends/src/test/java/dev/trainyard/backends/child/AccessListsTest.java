package dev.trainyard.backends.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessListsTest {

  @Test
  void aLineIsAPermission() {
    List<AclBinding> permissions =
        AccessLists.parse("# both\n\nagent  read  topic  commands\n agent create group own.*\n");
    assertThat(permissions)
        .containsExactly(
            permission(AclOperation.READ, ResourceType.TOPIC, "commands", PatternType.LITERAL),
            permission(AclOperation.CREATE, ResourceType.GROUP, "own.", PatternType.PREFIXED));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "agent",
        "agent read topic",
        "agent read topic one two",
        "agent reads topic one",
        "agent all topic one",
        "agent read cluster kafka-cluster",
        "agent any topic one"
      })
  void refusesALineThatIsNoneNamingIt(String line) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AccessLists.parse("agent read topic one\n" + line))
        .withMessageContaining("Line 2")
        .withMessageContaining(line);
  }

  private static AclBinding permission(
      AclOperation operation, ResourceType resource, String name, PatternType pattern) {
    return new AclBinding(
        new ResourcePattern(resource, name, pattern),
        new AccessControlEntry("User:agent", "*", operation, AclPermissionType.ALLOW));
  }
}
