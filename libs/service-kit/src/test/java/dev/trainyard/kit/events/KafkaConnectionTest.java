package dev.trainyard.kit.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaConnectionTest {
  private static final Map<String, Object> CONNECTION =
      Map.of(
          "bootstrap.servers", "kafka:9093",
          "security.protocol", "SASL_SSL",
          "sasl.jaas.config", "required password=\"hidden\";",
          "ssl.truststore.location", "/etc/kafka/authority.pem");

  @Test
  void takesWhatIsAboutTheConnectionAndNothingElse() {
    var all = new HashMap<>(CONNECTION);
    // As Quarkus adds it for channels; with it the agent would read commands in a group.
    all.put("group.id", "agent-service");
    all.put("home", "/opt/kafka");
    assertThat(KafkaConnection.of(all).settings()).isEqualTo(CONNECTION);
  }

  @Test
  void aClientAddsItsOwnSettings() {
    assertThat(KafkaConnection.to("kafka:9092").with(Map.of("acks", "all")))
        .isEqualTo(Map.of("bootstrap.servers", "kafka:9092", "acks", "all"));
  }

  @Test
  void keepsItsPasswordFromLogs() {
    assertThat(new KafkaConnection(CONNECTION)).asString().doesNotContain("hidden");
  }
}
