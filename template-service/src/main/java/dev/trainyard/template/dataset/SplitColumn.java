package dev.trainyard.template.dataset;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.trainyard.kit.persistence.JsonColumn;
import dev.trainyard.template.archive.TestSplit;
import jakarta.persistence.Converter;

/** How images were divided, in a JSON column. */
@Converter
public class SplitColumn extends JsonColumn<TestSplit> {
  public SplitColumn() {
    super(new TypeReference<>() {});
  }
}
