package dev.trainyard.registry.model;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.trainyard.kit.persistence.JsonColumn;
import jakarta.persistence.Converter;
import java.util.List;

/** Why a gate rejected a model. */
@Converter
class GateReasonsColumn extends JsonColumn<List<String>> {
  GateReasonsColumn() {
    super(new TypeReference<>() {});
  }
}
