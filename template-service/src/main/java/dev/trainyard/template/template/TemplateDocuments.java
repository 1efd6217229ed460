package dev.trainyard.template.template;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.trainyard.contracts.training.TrainingParameters;
import dev.trainyard.kit.problem.InvalidRequestException;
import dev.trainyard.kit.problem.PayloadTooLargeException;
import dev.trainyard.template.dataset.Dataset;
import dev.trainyard.template.dataset.DatasetStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.UUID;

/** Templates as YAML, to keep and to carry elsewhere. Thread-safe. */
@ApplicationScoped
public class TemplateDocuments {
  /** RFC 9512. */
  public static final String MEDIA_TYPE = "application/yaml";

  private static final int MAX_BYTES = 1 << 20;

  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final DatasetStore datasets;
  private final Validator validator;

  TemplateDocuments(DatasetStore datasets, Validator validator) {
    this.datasets = datasets;
    this.validator = validator;
  }

  /** The document of a template. */
  @Transactional
  public String write(TemplateView template) {
    var dataset =
        template.datasetId() == null ? null : referenceTo(datasets.require(template.datasetId()));
    try {
      return YAML.writeValueAsString(
          new TemplateDocument(
              TemplateDocument.FORMAT_VERSION,
              template.name(),
              template.description(),
              template.modelType(),
              template.baseModel(),
              dataset,
              allOf(template.parameters())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What a document wants, for a project.
   *
   * @throws InvalidRequestException if it is no such document, or the project has no such dataset
   * @throws PayloadTooLargeException if it has more than 1 MiB
   * @throws JsonMappingException if a field is of the wrong kind
   */
  @Transactional
  public TemplateRequest read(UUID projectId, InputStream content) throws JsonMappingException {
    var document = parse(content);
    if (document.formatVersion() == null
        || document.formatVersion() != TemplateDocument.FORMAT_VERSION) {
      throw new InvalidRequestException(
          "formatVersion", "must be " + TemplateDocument.FORMAT_VERSION);
    }
    var dataset = document.dataset() == null ? null : find(projectId, document.dataset()).id();
    var request =
        new TemplateRequest(
            document.name(),
            document.description(),
            document.modelType(),
            document.baseModel(),
            dataset,
            document.parameters());
    var violations = validator.validate(request);
    if (!violations.isEmpty()) {
      throw new ConstraintViolationException(violations);
    }
    return request;
  }

  /** With those that have no value, so that they do not take one of the model type's elsewhere. */
  private static JsonNode allOf(TrainingParameters parameters) {
    var tree = YAML.<ObjectNode>valueToTree(parameters);
    for (var component : TrainingParameters.class.getRecordComponents()) {
      if (!tree.has(component.getName())) {
        tree.putNull(component.getName());
      }
    }
    return tree;
  }

  private static TemplateDocument parse(InputStream content) throws JsonMappingException {
    try {
      var bytes = content.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new PayloadTooLargeException(
            "The document has more than the %d bytes that are allowed.".formatted(MAX_BYTES),
            MAX_BYTES);
      }
      var document = YAML.readValue(bytes, TemplateDocument.class);
      if (document == null) {
        throw new InvalidRequestException("body", "is empty");
      }
      return document;
    } catch (JsonMappingException e) {
      if (e.getCause() instanceof StreamReadException malformed
          && !(malformed instanceof InputCoercionException)) {
        throw notYaml(malformed);
      }
      throw e;
    } catch (StreamReadException e) {
      throw notYaml(e);
    } catch (JsonProcessingException e) {
      throw new InvalidRequestException("body", "is nested too deeply, or too long");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InvalidRequestException notYaml(StreamReadException malformed) {
    return new InvalidRequestException(
        "body",
        "is not valid YAML at line %d, column %d"
            .formatted(malformed.getLocation().getLineNr(), malformed.getLocation().getColumnNr()));
  }

  private Dataset find(UUID projectId, TemplateDocument.DatasetReference wanted) {
    if (wanted.name() == null) {
      throw new InvalidRequestException("dataset.name", "must name a dataset of the project");
    }
    var found =
        datasets
            .version(projectId, wanted.name(), wanted.version())
            .orElseThrow(
                () ->
                    new InvalidRequestException(
                        "dataset",
                        ("the project has no dataset %s%s; upload it first, or leave dataset out to"
                                + " take the newest")
                            .formatted(
                                wanted.name(),
                                wanted.version() == null
                                    ? ""
                                    : " of version " + wanted.version())));
    if (wanted.digest() != null && !wanted.digest().equalsIgnoreCase(found.digest())) {
      throw new InvalidRequestException(
          "dataset.digest",
          ("version %d of %s has other content here, of digest %s; leave digest out to train on it")
              .formatted(found.version(), found.name(), found.digest()));
    }
    return found;
  }

  private static TemplateDocument.DatasetReference referenceTo(Dataset dataset) {
    return new TemplateDocument.DatasetReference(
        dataset.name(), dataset.version(), dataset.digest());
  }
}
