package dev.trainyard.weights;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.Set;
import java.util.function.Predicate;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * Reads YAML of strangers. Only plain values are read: tags make no objects, and aliases are not
 * followed. Since a few bytes of text can be a hundred in memory, values are counted too; the
 * limits leave room for the figures of 10,000 classes, or a confusion matrix as large as the text
 * may be. Thread-safe.
 */
public final class BoundedYaml {
  /** The largest text. */
  public static final int MAX_BYTES = 4 << 20;

  static final int MAX_CONTAINERS = 50_000;
  static final int MAX_FIELDS = 150_000;
  static final int MAX_TEXTS = 100_000;
  static final int MAX_VALUES = 1_000_000;
  private static final int MAX_DEPTH = 32;
  private static final ObjectMapper YAML = new ObjectMapper(factory());

  private BoundedYaml() {}

  private static YAMLFactory factory() {
    var options = new LoaderOptions();
    options.setCodePointLimit(MAX_BYTES);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setAllowDuplicateKeys(false);
    var factory = YAMLFactory.builder().loaderOptions(options).build();
    factory.setStreamReadConstraints(
        StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build());
    factory.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    return factory;
  }

  /**
   * Reads a text that is one mapping.
   *
   * @throws JsonProcessingException if it is not, or too large
   */
  public static ObjectNode read(byte[] content) throws IOException {
    return read(content, field -> true);
  }

  /**
   * The same, but only with some of the fields of the mapping; the others are not held in memory.
   *
   * @throws JsonProcessingException if it is no mapping, or too large
   */
  public static ObjectNode read(byte[] content, Set<String> fields) throws IOException {
    return read(content, fields::contains);
  }

  private static ObjectNode read(byte[] content, Predicate<String> wanted) throws IOException {
    try (var parser = new CountingParser(YAML.createParser(content))) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new JsonParseException(parser, "it must be one mapping");
      }
      var document = YAML.createObjectNode();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        var name = parser.currentName();
        parser.nextToken();
        if (wanted.test(name)) {
          document.set(name, YAML.<JsonNode>readTree(parser));
        } else {
          parser.skipChildren();
        }
      }
      if (parser.nextToken() != null) {
        throw new JsonParseException(parser, "it must be one document");
      }
      return document;
    } catch (IOException e) {
      throw e;
    } catch (RuntimeException e) {
      // The scanner's own, for some texts that are no YAML.
      throw new JsonParseException(null, String.valueOf(e.getMessage()), e);
    }
  }

  /** Refuses to go on when there was too much. */
  private static final class CountingParser extends JsonParserDelegate {
    private int containers;
    private int fields;
    private int texts;
    private int values;

    CountingParser(JsonParser parser) {
      super(parser);
    }

    @Override
    public JsonToken nextToken() throws IOException {
      var token = delegate.nextToken();
      if (token == null) {
        return null;
      }
      if (token.isStructStart()) {
        containers++;
      } else if (token == JsonToken.FIELD_NAME) {
        fields++;
      } else if (token.isScalarValue()) {
        values++;
        texts += token == JsonToken.VALUE_STRING ? 1 : 0;
      }
      if (containers > MAX_CONTAINERS
          || fields > MAX_FIELDS
          || texts > MAX_TEXTS
          || values > MAX_VALUES) {
        throw new JsonParseException(this, "it holds more values than are read");
      }
      return token;
    }

    @Override
    public JsonParser skipChildren() throws IOException {
      for (int depth = currentToken().isStructStart() ? 1 : 0; depth > 0; ) {
        var token = nextToken();
        if (token == null) {
          return this;
        }
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      }
      return this;
    }
  }
}
