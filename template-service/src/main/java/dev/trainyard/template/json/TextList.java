package dev.trainyard.template.json;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.trainyard.kit.persistence.JsonColumn;
import jakarta.persistence.Converter;
import java.util.List;

/** A list of texts in a JSON column. */
@Converter
public class TextList extends JsonColumn<List<String>> {
  public TextList() {
    super(new TypeReference<>() {});
  }
}
