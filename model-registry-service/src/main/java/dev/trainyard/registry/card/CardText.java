package dev.trainyard.registry.card;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Locale;

/** Names and values as people read them. */
final class CardText {
  static final String UNKNOWN = "–";

  private CardText() {}

  /** {@code datasetDigest} as {@code Dataset digest}. */
  static String label(String name) {
    var words = name.replaceAll("(?<=[\\p{Ll}\\p{N}])(?=\\p{Lu})", " ").toLowerCase(Locale.ROOT);
    return words.isEmpty()
        ? words
        : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  /** Four decimals; counts without any. */
  static String figure(Double value) {
    if (value == null) {
      return UNKNOWN;
    }
    return value > 1 && value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.4f", value);
  }

  static String value(Object value) {
    if (!(value instanceof JsonNode node)) {
      return value == null ? UNKNOWN : value.toString();
    }
    if (!node.isArray()) {
      return node.isValueNode() ? node.asText() : node.toString();
    }
    var items = new ArrayList<String>();
    node.forEach(item -> items.add(value(item)));
    return String.join(", ", items);
  }
}
