package dev.trainyard.contracts.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import java.util.Arrays;

/** Makes the JSON Schema of an event data record from the record. */
final class EventSchemas {
  private static final SchemaGenerator GENERATOR = generator();

  private EventSchemas() {}

  static JsonNode of(Class<?> dataClass) {
    ObjectNode schema = GENERATOR.generateSchema(dataClass);
    schema.put("title", dataClass.getSimpleName());
    SourceComments.of(dataClass).ifPresent(comment -> schema.put("description", comment));
    return schema;
  }

  private static SchemaGenerator generator() {
    var builder =
        new SchemaGeneratorConfigBuilder(SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
            .with(new JacksonModule())
            .with(
                Option.ADDITIONAL_FIXED_TYPES,
                Option.EXTRA_OPEN_API_FORMAT_VALUES,
                Option.FLATTENED_ENUMS,
                Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES);
    builder
        .forFields()
        .withRequiredCheck(EventSchemas::isRequired)
        .withDescriptionResolver(EventSchemas::description);
    return new SchemaGenerator(builder.build());
  }

  private static String description(FieldScope field) {
    // Of a list, not also of its elements.
    return field.isFakeContainerItemScope()
        ? null
        : SourceComments.ofComponent(
                field.getDeclaringType().getErasedType(), field.getDeclaredName())
            .map(EventSchemas::sentence)
            .orElse(null);
  }

  private static String sentence(String comment) {
    var sentence = Character.toUpperCase(comment.charAt(0)) + comment.substring(1);
    return sentence.endsWith(".") ? sentence : sentence + ".";
  }

  private static boolean isRequired(FieldScope field) {
    var components = field.getDeclaringType().getErasedType().getRecordComponents();
    return components != null
        && Arrays.stream(components)
            .filter(component -> component.getName().equals(field.getDeclaredName()))
            .noneMatch(Samples::mayBeAbsent);
  }
}
