package dev.trainyard.contracts.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The document that integrators get is what the code says. {@code -Dtrainyard.docs.write=true}
 * writes it anew.
 */
class AsyncApiTest {
  private static final Path ROOT = Path.of("../..");
  private static final Path DOCUMENT = ROOT.resolve("docs/api/asyncapi.yaml");
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .registerModule(new JavaTimeModule())
          .registerModule(new Jdk8Module())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder()
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .stringQuotingChecker(new TimesInQuotes())
              .build());

  /** Some readers of YAML take a bare time for something else than text. */
  private static final class TimesInQuotes extends StringQuotingChecker.Default {
    private static final long serialVersionUID = 1;

    @Override
    public boolean needToQuoteValue(String value) {
      return value.matches("\\d{4}-\\d\\d-\\d\\d.*") || super.needToQuoteValue(value);
    }
  }

  @Test
  void theCommittedDocumentIsWhatTheCodeSays() throws IOException {
    var wanted = YAML.writeValueAsString(document());

    if (Boolean.getBoolean("trainyard.docs.write")) {
      Files.createDirectories(DOCUMENT.getParent());
      Files.writeString(DOCUMENT, wanted);
    }
    assertThat(DOCUMENT)
        .as("write it anew: mvn test -pl libs/contracts -Dtrainyard.docs.write=true")
        .exists()
        .content()
        .isEqualToNormalizingNewlines(wanted);
    assertThat(YAML.readTree(DOCUMENT.toFile())).isEqualTo(JSON.readTree(document().toString()));
  }

  @Test
  void everyReferenceLeadsSomewhere() throws IOException {
    var document = document();
    var references = new ArrayList<String>();
    collectReferences(document, references);

    assertThat(references)
        .hasSizeGreaterThan(EventType.values().length)
        .allSatisfy(
            reference ->
                assertThat(document.at(reference.substring(1))).as(reference).isNotEmpty());
  }

  private static void collectReferences(JsonNode node, List<String> references) {
    if (node.path("$ref").isTextual()) {
      references.add(node.get("$ref").asText());
    }
    node.forEach(child -> collectReferences(child, references));
  }

  private static JsonNode document() throws IOException {
    var lists = AccessLists.read(ROOT.resolve("deploy/kafka/access-lists"));
    return new AsyncApiDocument(JSON, lists).build();
  }
}
