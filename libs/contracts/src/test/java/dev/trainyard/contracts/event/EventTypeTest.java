package dev.trainyard.contracts.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EventTypeTest {

  @Test
  void isFoundByItsName() {
    for (var type : EventType.values()) {
      assertThat(EventType.of(type.type())).contains(type);
      assertThat(type.type()).matches("dev\\.trainyard\\.[a-z.]+");
    }
    assertThat(EventType.of("dev.trainyard.process.danced")).isEmpty();
  }

  @Test
  void usesEveryTopicAndNoOther() {
    assertThat(Arrays.stream(EventType.values()).map(EventType::topic).distinct())
        .containsExactlyInAnyOrderElementsOf(Topics.ALL);
    assertThat(Topics.deadLetterOf(Topics.MODEL_EVENTS)).isEqualTo("trainyard.model.events.dlq");
  }
}
