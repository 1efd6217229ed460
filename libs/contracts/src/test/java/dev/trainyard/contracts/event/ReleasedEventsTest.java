package dev.trainyard.contracts.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Events of today are for readers of the last release, and the other way round. What that release
 * had is in {@code src/test/resources/released}; {@code -Dtrainyard.release.freeze=VERSION} writes
 * there what is now. The rule is in docs/upgrades.md.
 */
class ReleasedEventsTest {
  private static final Path RELEASED = Path.of("src/test/resources/released");
  private static final String FREEZE = System.getProperty("trainyard.release.freeze");
  private static final JsonSchemaFactory VALIDATORS =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

  /** Reads as the services do. */
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .registerModule(new JavaTimeModule())
          .registerModule(new Jdk8Module())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(SerializationFeature.INDENT_OUTPUT);

  /** A type as it was released, with the schema of its data. */
  record ReleasedType(String type, String topic, String schema) {
    static ReleasedType of(EventType type) {
      return new ReleasedType(type.type(), type.topic(), type.dataClass().getSimpleName());
    }

    static ReleasedType of(String line) {
      var words = line.split(" ");
      return new ReleasedType(words[0], words[1], words[2]);
    }

    String line() {
      return String.join(" ", type, topic, schema);
    }
  }

  @BeforeAll
  static void freezeIfAsked() throws IOException {
    if (FREEZE == null) {
      return;
    }
    Files.createDirectories(RELEASED.resolve("schemas"));
    Files.createDirectories(RELEASED.resolve("samples"));
    Files.writeString(RELEASED.resolve("version"), FREEZE + "\n");
    Files.writeString(RELEASED.resolve("announced-values"), "");
    Files.write(
        RELEASED.resolve("event-types"),
        Arrays.stream(EventType.values()).map(ReleasedType::of).map(ReleasedType::line).toList());
    for (var type : EventType.values()) {
      var name = type.dataClass().getSimpleName();
      write("schemas/" + name + ".json", EventSchemas.of(type.dataClass()));
      write("samples/" + name + ".full.json", Samples.full(type));
      write("samples/" + name + ".minimal.json", Samples.minimal(type));
    }
  }

  static Stream<ReleasedType> releasedTypes() throws IOException {
    return Files.readAllLines(RELEASED.resolve("event-types")).stream().map(ReleasedType::of);
  }

  static Stream<ReleasedType> onePerSchema() throws IOException {
    var seen = new ArrayList<String>();
    return releasedTypes()
        .filter(type -> !seen.contains(type.schema()))
        .peek(type -> seen.add(type.schema()));
  }

  @ParameterizedTest
  @MethodSource("releasedTypes")
  void everyTypeIsStillThereOnItsTopicWithItsData(ReleasedType type) {
    assertThat(EventType.of(type.type()).map(ReleasedType::of)).contains(type);
  }

  @ParameterizedTest
  @MethodSource("onePerSchema")
  void noFieldIsGoneOrHasBecomeAnother(ReleasedType type) throws IOException {
    var findings =
        SchemaComparison.breaks(read("schemas/" + type.schema() + ".json"), schemaNow(type))
            .stream()
            .map(finding -> type.schema() + " " + finding)
            .filter(finding -> !announcedValues().contains(finding))
            .toList();

    assertThat(findings)
        .as("breaks what reads events of the last release; docs/upgrades.md says what may change")
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("onePerSchema")
  void whatWasReleasedIsReadToday(ReleasedType type) throws IOException {
    for (var kind : List.of("full", "minimal")) {
      var sample = read("samples/%s.%s.json".formatted(type.schema(), kind));

      assertThat(VALIDATORS.getSchema(schemaNow(type)).validate(sample)).as(kind).isEmpty();
      assertThat(JSON.treeToValue(sample, now(type).dataClass())).as(kind).isNotNull();
    }
  }

  @ParameterizedTest
  @MethodSource("onePerSchema")
  void whatIsWrittenTodayFitsTheReleasedSchema(ReleasedType type) throws IOException {
    var released = VALIDATORS.getSchema(read("schemas/" + type.schema() + ".json"));
    for (var sample : List.of(Samples.full(now(type)), Samples.minimal(now(type)))) {
      assertThat(released.validate(JSON.valueToTree(sample))).isEmpty();
    }
  }

  @Test
  void noSchemaForbidsFieldsThatItDoesNotKnow() {
    for (var type : EventType.values()) {
      assertThat(EventSchemas.of(type.dataClass()).findValues("additionalProperties"))
          .as(type.type())
          .noneMatch(JsonNode::isBoolean);
    }
  }

  @Test
  void eachAnnouncedValueIsOneThatTheLastReleaseDidNotHave() throws IOException {
    for (var line : announcedValues()) {
      var type =
          onePerSchema()
              .filter(one -> line.startsWith(one.schema() + " "))
              .findFirst()
              .orElseThrow();
      assertThat(
              SchemaComparison.breaks(read("schemas/" + type.schema() + ".json"), schemaNow(type)))
          .contains(line.substring(type.schema().length() + 1));
    }
  }

  private static List<String> announcedValues() {
    try {
      return Files.readAllLines(RELEASED.resolve("announced-values"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static EventType now(ReleasedType type) {
    return EventType.of(type.type()).orElseThrow();
  }

  private static JsonNode schemaNow(ReleasedType type) {
    return EventSchemas.of(now(type).dataClass());
  }

  private static JsonNode read(String name) throws IOException {
    return JSON.readTree(RELEASED.resolve(name).toFile());
  }

  private static void write(String name, Object content) throws IOException {
    Files.writeString(RELEASED.resolve(name), JSON.writeValueAsString(content) + "\n");
  }
}
