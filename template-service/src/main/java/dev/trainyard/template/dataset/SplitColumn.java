package dev.trainyard.template.dataset;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.trainyard.template.archive.TestSplit;
import dev.trainyard.template.json.JsonColumn;
import jakarta.persistence.Converter;

/** How images were divided, in a JSON column. */
@Converter
public class SplitColumn extends JsonColumn<TestSplit> {
  public SplitColumn() {
    super(new TypeReference<>() {});
  }
}
