package dev.trainyard.contracts.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the committed schemas against the records. After a wanted change of a record run {@code mvn
 * -pl libs/contracts test -Dtest=EventSchemaTest -Dtrainyard.schemas.rewrite=true} and commit what
 * it wrote.
 */
class EventSchemaTest {
  private static final boolean REWRITE = Boolean.getBoolean("trainyard.schemas.rewrite");
  private static final Path SCHEMAS = Path.of("src/main/resources/schemas");
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .registerModule(new JavaTimeModule())
          .registerModule(new Jdk8Module())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

  static Stream<Class<?>> dataClasses() {
    return Arrays.stream(EventType.values()).<Class<?>>map(EventType::dataClass).distinct();
  }

  @ParameterizedTest
  @MethodSource("dataClasses")
  void committedSchemaIsWhatTheRecordGives(Class<?> dataClass) throws IOException {
    var file = SCHEMAS.resolve(dataClass.getSimpleName() + ".schema.json");
    var given =
        JSON.writerWithDefaultPrettyPrinter().writeValueAsString(EventSchemas.of(dataClass)) + "\n";
    if (REWRITE) {
      Files.writeString(file, given);
    }
    assertThat(file).content().isEqualToNormalizingNewlines(given);
  }

  @Test
  void hasNoSchemaOfNothing() throws IOException {
    try (var files = Files.list(SCHEMAS)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              dataClasses().map(type -> type.getSimpleName() + ".schema.json").toList());
    }
  }

  @ParameterizedTest
  @EnumSource
  void samplesFitTheirSchema(EventType type) throws IOException {
    var schema = schemaOf(type);
    assertThat(schema.validate(json(Samples.full(type)))).isEmpty();
    assertThat(schema.validate(json(Samples.minimal(type)))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void minimalSampleHasNothingToSpare(EventType type) throws IOException {
    var schema = schemaOf(type);
    var minimal = (ObjectNode) json(Samples.minimal(type));
    minimal
        .fieldNames()
        .forEachRemaining(
            name -> {
              var without = minimal.deepCopy().without(name);
              assertThat(schema.validate(without)).as("without " + name).isNotEmpty();
            });
  }

  @ParameterizedTest
  @EnumSource
  void samplesAreReadBackAsTheyWere(EventType type) throws IOException {
    for (var sample : new Object[] {Samples.full(type), Samples.minimal(type)}) {
      assertThat(JSON.readValue(JSON.writeValueAsString(sample), type.dataClass()))
          .isEqualTo(sample);
    }
  }

  @Test
  void refusesValueOfAnotherKind() throws IOException {
    var event = (ObjectNode) json(Samples.full(EventType.PROCESS_CREATED));
    event.put("attempt", "first");
    event.put("status", "DANCING");
    assertThat(schemaOf(EventType.PROCESS_CREATED).validate(event)).hasSize(2);
  }

  private static JsonNode json(Object data) throws IOException {
    return JSON.readTree(JSON.writeValueAsString(data));
  }

  private static JsonSchema schemaOf(EventType type) throws IOException {
    try (var resource = EventSchemaTest.class.getResourceAsStream(type.schemaResource())) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(resource);
    }
  }
}
