package dev.trainyard.kit.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.kit.download.Via;
import dev.trainyard.kit.events.KafkaConfig;
import dev.trainyard.kit.http.HttpConfig;
import dev.trainyard.kit.outbox.OutboxConfig;
import dev.trainyard.kit.rate.RateConfig;
import dev.trainyard.kit.security.SecurityConfig;
import dev.trainyard.kit.storage.StorageConfig;
import dev.trainyard.kit.tenant.TenantConfig;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.validator.BeanValidationConfigValidatorImpl;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a service starts with, and what keeps it from starting. */
class ConfigurationTest {

  @Test
  void theDefaultsAreAccepted() throws IOException {
    var config = configWith(Map.of());
    var outbox = config.getConfigMapping(OutboxConfig.class);
    assertThat(outbox.enabled()).isTrue();
    assertThat(outbox.pollInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(outbox.batchSize()).isEqualTo(500);
    assertThat(outbox.rejectedRetention()).contains(Duration.ofDays(90));
    var kafka = config.getConfigMapping(KafkaConfig.class);
    assertThat(kafka.createTopics()).isTrue();
    assertThat(kafka.partitions()).isEqualTo(6);
    assertThat(kafka.replicationFactor()).isEqualTo((short) 1);
    var storage = config.getConfigMapping(StorageConfig.class);
    assertThat(storage.enabled()).isFalse();
    assertThat(storage.presignExpiry()).isEqualTo(Duration.ofHours(1));
    assertThat(storage.transfersVia()).isEqualTo(Via.STORAGE);
    var http = config.getConfigMapping(HttpConfig.class);
    assertThat(http.maxBodySize().asLongValue()).isEqualTo(1 << 20);
    assertThat(http.maxBodiesSize()).isEmpty();
    assertThat(http.bodyTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(http.uploadTimeout()).isEqualTo(Duration.ofMinutes(2));
    assertThat(http.minUploadProgress().asLongValue()).isEqualTo(64 << 10);
    var security = config.getConfigMapping(SecurityConfig.class);
    assertThat(security.roles())
        .containsOnlyKeys("admin", "system-admin", "operator", "viewer", "service", "agent");
    assertThat(security.localMode()).isFalse();
    assertThat(security.usersRequired()).isTrue();
    assertThat(security.tokenFile()).isEmpty();
    var rate = config.getConfigMapping(RateConfig.class);
    assertThat(rate.enabled()).isTrue();
    assertThat(rate.address().perSecond()).isEqualTo(100);
    assertThat(rate.address().burst()).isEqualTo(500);
    assertThat(rate.user().perSecond()).isEqualTo(100);
    assertThat(rate.user().burst()).isEqualTo(500);
    assertThat(rate.refusedTokensPerMinute()).isEqualTo(30);
    var tenants = config.getConfigMapping(TenantConfig.class);
    assertThat(tenants.claim()).isEqualTo("tenant");
    assertThat(tenants.defaultName()).isEqualTo("default");
    assertThat(tenants.acrossRoles()).containsExactly("system-admin");
    assertThat(tenants.onBehalfRoles()).containsExactly("service");
  }

  @Test
  void withoutRetentionRejectedEventsStayForEver() throws IOException {
    var config = configWith(Map.of("trainyard.outbox.rejected-retention", ""));
    assertThat(config.getConfigMapping(OutboxConfig.class).rejectedRetention()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "trainyard.outbox.batch-size, 1",
    "trainyard.outbox.batch-size, 10000",
    "trainyard.outbox.rejected-retention, 1h",
    "trainyard.storage.presign-expiry, 7d",
    "trainyard.storage.transfers-via, service",
    "trainyard.http.max-bodies-size, 8M",
    "trainyard.http.body-timeout, 1ms",
  })
  void takesTheEndsOfARange(String key, String value) throws IOException {
    assertThat(configWith(Map.of(key, value)).getValue(key, String.class)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "trainyard.outbox.batch-size | 0 | is 0, but must be 1 to 10,000",
        "trainyard.outbox.batch-size | -1 | is -1, but must be 1 to 10,000",
        "trainyard.outbox.batch-size | 10001 | is 10001, but must be 1 to 10,000",
        "trainyard.outbox.poll-interval | 0s | is PT0S, but must be longer than zero",
        "trainyard.outbox.poll-interval | PT-1S | is PT-1S, but must be longer than zero",
        "trainyard.outbox.rejected-retention | 0s | is PT0S, but must be 1 hour or more",
        "trainyard.outbox.rejected-retention | 59m | is PT59M, but must be 1 hour or more",
        "trainyard.http.body-timeout | 0s | is PT0S, but must be 1 ms or longer",
        "trainyard.http.upload-timeout | -1s | is PT-1S, but must be 1 ms or longer",
        "trainyard.http.rate.address.per-second | 0 | is 0, but must be 1 to 1,000,000",
        "trainyard.http.rate.user.burst | 1000001 | is 1000001, but must be 1 to 1,000,000",
        "trainyard.kafka.partitions | 0 | is 0, but must be 1 or more",
        "trainyard.kafka.replication-factor | 0 | is 0, but must be 1 or more",
        "trainyard.storage.presign-expiry | 0s | is PT0S, but must be 1 second to 7 days",
        "trainyard.storage.presign-expiry | 8d | is PT192H, but must be 1 second to 7 days",
      })
  void refusesWithKeyValueAndWhatIsAllowed(String key, String value, String reason) {
    assertThatThrownBy(() -> configWith(Map.of(key, value)))
        .isInstanceOf(ConfigValidationException.class)
        .hasMessageContaining(key + " " + reason);
  }

  private static SmallRyeConfig configWith(Map<String, String> settings) throws IOException {
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .addDefaultInterceptors()
        .withValidator(new BeanValidationConfigValidatorImpl())
        .withSources(
            new PropertiesConfigSource(
                ConfigurationTest.class.getResource("/META-INF/microprofile-config.properties")))
        .withSources(new PropertiesConfigSource(settings, "test", 1_000))
        .withMapping(OutboxConfig.class)
        .withMapping(TenantConfig.class)
        .withMapping(KafkaConfig.class)
        .withMapping(StorageConfig.class)
        .withMapping(HttpConfig.class)
        .withMapping(SecurityConfig.class)
        .withMapping(RateConfig.class)
        .build();
  }
}
