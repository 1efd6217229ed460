package dev.trainyard.template.dataset;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.trainyard.kit.persistence.JsonColumn;
import dev.trainyard.template.archive.ClassCount;
import jakarta.persistence.Converter;
import java.util.List;

/** A dataset's classes in a JSON column. */
@Converter
public class ClassCounts extends JsonColumn<List<ClassCount>> {
  public ClassCounts() {
    super(new TypeReference<>() {});
  }
}
