package dev.trainyard.template.template;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.trainyard.template.json.JsonColumn;
import jakarta.persistence.Converter;

/** What a client said about a template, in a JSON column. */
@Converter
public class RequestColumn extends JsonColumn<TemplateRequest> {
  public RequestColumn() {
    super(new TypeReference<>() {});
  }
}
