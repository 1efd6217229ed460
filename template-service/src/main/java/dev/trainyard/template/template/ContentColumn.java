package dev.trainyard.template.template;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.trainyard.kit.persistence.JsonColumn;
import jakarta.persistence.Converter;

/** What a template says, in a JSON column. */
@Converter
public class ContentColumn extends JsonColumn<TemplateContent> {
  public ContentColumn() {
    super(new TypeReference<>() {});
  }
}
