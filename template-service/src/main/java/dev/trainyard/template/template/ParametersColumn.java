package dev.trainyard.template.template;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.trainyard.contracts.training.TrainingParameters;
import dev.trainyard.kit.persistence.JsonColumn;
import jakarta.persistence.Converter;

/** Training parameters in a JSON column. */
@Converter
public class ParametersColumn extends JsonColumn<TrainingParameters> {
  public ParametersColumn() {
    super(new TypeReference<>() {});
  }
}
