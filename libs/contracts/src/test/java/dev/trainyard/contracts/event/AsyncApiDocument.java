package dev.trainyard.contracts.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainyard.contracts.process.ProcessEvent;
import dev.trainyard.contracts.process.ProcessStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** All topics and messages as one AsyncAPI document, made from the code and the access lists. */
final class AsyncApiDocument {
  private static final String SCHEMAS = "#/components/schemas/";

  private final ObjectMapper json;
  private final AccessLists lists;
  private final ObjectNode document;
  private final ObjectNode schemas;

  AsyncApiDocument(ObjectMapper json, AccessLists lists) {
    this.json = json;
    this.lists = lists;
    this.document = json.createObjectNode();
    this.schemas = json.createObjectNode();
  }

  JsonNode build() {
    document.put("asyncapi", "3.0.0");
    info(document.putObject("info"));
    document.put("defaultContentType", "application/json");
    var channels = document.putObject("channels");
    var operations = document.putObject("operations");
    var components = document.putObject("components");
    var messages = components.putObject("messages");
    for (var topic : Topics.ALL) {
      channel(channels.putObject(topic), topic);
      operation(operations.putObject("send." + topic), topic);
    }
    for (var type : EventType.values()) {
      message(messages.putObject(type.type()), type);
    }
    headers(schemas.putObject("CloudEventHeaders"));
    components.set("schemas", schemas);
    cloudEventTrait(components.putObject("messageTraits").putObject("cloudEvent"));
    return document;
  }

  private static void info(ObjectNode info) {
    info.put("title", "Trainyard events");
    info.put("version", "1");
    info.put(
        "description",
        "What happens on the platform, as CloudEvents 1.0 in Kafka's binary mode. How to connect,"
            + " and what may change with a new version: docs/integration.md.");
    info.putObject("license").put("name", "Apache-2.0");
  }

  private void channel(ObjectNode channel, String topic) {
    var constant =
        topic.substring("trainyard.".length()).replace('.', '_').toUpperCase(Locale.ROOT);
    channel.put("address", topic);
    channel.put(
        "description",
        "%s Written by %s; read by %s. What could not be read goes to %s."
            .formatted(
                SourceComments.ofConstant(Topics.class, constant),
                String.join(", ", lists.users("write", topic)),
                String.join(", ", lists.users("read", topic)),
                Topics.deadLetterOf(topic)));
    var messages = channel.putObject("messages");
    for (var type : typesOf(topic)) {
      messages.putObject(type.type()).put("$ref", "#/components/messages/" + type.type());
    }
  }

  private static void operation(ObjectNode operation, String topic) {
    operation.put("action", "send");
    operation.putObject("channel").put("$ref", "#/channels/" + topic);
  }

  private void message(ObjectNode message, EventType type) {
    var description = SourceComments.ofConstant(EventType.class, type.name());
    message.put("name", type.type());
    message.put("title", type.dataClass().getSimpleName());
    message.put("summary", description);
    message.put("contentType", "application/json");
    message.putArray("traits").addObject().put("$ref", "#/components/messageTraits/cloudEvent");
    var name = type.dataClass().getSimpleName();
    if (!schemas.has(name)) {
      addSchema(name, (ObjectNode) EventSchemas.of(type.dataClass()));
    }
    message.putObject("payload").put("$ref", SCHEMAS + name);
    message.putArray("examples").addObject().set("payload", example(type));
  }

  private ObjectNode example(EventType type) {
    ObjectNode example = json.valueToTree(Samples.full(type));
    if (type.dataClass() == ProcessEvent.class) {
      var status = statusAfter(type);
      example.put("status", status.name());
      if (status != ProcessStatus.SUCCEEDED) {
        example.remove("modelId");
      }
      if (status != ProcessStatus.FAILED) {
        example.remove("failure");
      }
    }
    return example;
  }

  private static ProcessStatus statusAfter(EventType type) {
    var name = type.name().replace("PROCESS_STARTED", "PROCESS_STARTING");
    return Arrays.stream(ProcessStatus.values())
        .filter(status -> name.equals("PROCESS_" + status))
        .findFirst()
        .orElse(ProcessStatus.CREATED);
  }

  /** A document has one place for schemas: what a schema defines for itself goes there, too. */
  private void addSchema(String name, ObjectNode schema) {
    schema.remove("$schema");
    var own = schema.remove("$defs");
    schemas.set(name, withReferencesTo(schema));
    if (own != null) {
      own.properties()
          .forEach(
              entry -> {
                var present = schemas.get(entry.getKey());
                var wanted = withReferencesTo(entry.getValue());
                if (present != null && !present.equals(wanted)) {
                  throw new IllegalStateException("two schemas " + entry.getKey());
                }
                schemas.set(entry.getKey(), wanted);
              });
    }
  }

  private JsonNode withReferencesTo(JsonNode node) {
    if (node instanceof ArrayNode array) {
      var copy = json.createArrayNode();
      array.forEach(element -> copy.add(withReferencesTo(element)));
      return copy;
    }
    if (!(node instanceof ObjectNode object)) {
      return node;
    }
    var copy = json.createObjectNode();
    object
        .properties()
        .forEach(entry -> copy.set(entry.getKey(), withReferencesTo(entry.getValue())));
    if (copy.path("$ref").isTextual()) {
      var reference = copy.remove("$ref").asText().replace("#/$defs/", SCHEMAS);
      // Beside a reference nothing else counts.
      var target = copy.isEmpty() ? copy : copy.putArray("allOf").addObject();
      target.put("$ref", reference);
    }
    return copy;
  }

  private static void cloudEventTrait(ObjectNode trait) {
    trait.putObject("headers").put("$ref", SCHEMAS + "CloudEventHeaders");
    var key = trait.putObject("bindings").putObject("kafka").putObject("key");
    key.put("type", "string");
    key.put("description", "The id that the channel names; also in ce_subject.");
  }

  private static void headers(ObjectNode headers) {
    headers.put("type", "object");
    var properties = headers.putObject("properties");
    header(properties, "ce_specversion", "Always 1.0.").put("const", "1.0");
    header(properties, "ce_id", "Unique to the event: who has seen it drops the message.");
    header(properties, "ce_source", "Who wrote it, such as /trainyard/process-service.");
    header(
        properties, "ce_type", "The name of the message, such as dev.trainyard.process.created.");
    header(properties, "ce_subject", "What it is about; also the key.");
    header(properties, "ce_time", "When it happened.").put("format", "date-time");
    header(properties, "ce_dataschema", "The JSON Schema, as a path in libs/contracts.");
    header(properties, "content-type", "Always application/json.");
    header(properties, "ce_tenant", "Whose it is; * for nobody's in particular.");
    header(properties, "ce_actor", "Who caused it; absent where nobody did.");
    header(properties, "ce_traceparent", "W3C Trace Context; absent outside a trace.");
    header(properties, "traceparent", "The same, where instrumentation looks for it.");
    header(
        properties, "ce_signature", "Of commands and reports: see docs/architecture.md, Events.");
    header(properties, "ce_mac", "Of measurements, logs and heartbeats: see the same.");
    var required = headers.putArray("required");
    List.of("ce_specversion", "ce_id", "ce_source", "ce_type", "ce_subject", "ce_time")
        .forEach(required::add);
  }

  private static ObjectNode header(ObjectNode properties, String name, String description) {
    return properties.putObject(name).put("type", "string").put("description", description);
  }

  private static List<EventType> typesOf(String topic) {
    return Arrays.stream(EventType.values()).filter(type -> type.topic().equals(topic)).toList();
  }
}
