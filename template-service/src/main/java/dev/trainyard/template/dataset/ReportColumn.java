package dev.trainyard.template.dataset;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.trainyard.kit.persistence.JsonColumn;
import jakarta.persistence.Converter;

/** A report in a JSON column. */
@Converter
public class ReportColumn extends JsonColumn<StoredReport> {
  public ReportColumn() {
    super(new TypeReference<>() {});
  }
}
