package dev.trainyard.template.dataset;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.trainyard.template.archive.ClassCount;
import dev.trainyard.template.json.JsonColumn;
import jakarta.persistence.Converter;
import java.util.List;

/** A dataset's classes in a JSON column. */
@Converter
public class ClassCounts extends JsonColumn<List<ClassCount>> {
  public ClassCounts() {
    super(new TypeReference<>() {});
  }
}
