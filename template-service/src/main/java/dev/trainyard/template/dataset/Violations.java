package dev.trainyard.template.dataset;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.trainyard.kit.persistence.JsonColumn;
import dev.trainyard.kit.problem.Violation;
import jakarta.persistence.Converter;
import java.util.List;

/** Why a dataset was rejected, in a JSON column. */
@Converter
public class Violations extends JsonColumn<List<Violation>> {
  public Violations() {
    super(new TypeReference<>() {});
  }
}
