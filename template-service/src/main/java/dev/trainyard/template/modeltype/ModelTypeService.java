package dev.trainyard.template.modeltype;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.contracts.training.TrainingParameters;
import dev.trainyard.kit.http.EntityTags;
import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.problem.InvalidRequestException;
import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.kit.tenant.CurrentTenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Keeps the model types. Thread-safe. */
@ApplicationScoped
public class ModelTypeService {
  private final ModelTypeStore types;
  private final ParameterDefaults defaults;
  private final Clock clock;
  private final CurrentTenant tenant;

  ModelTypeService(
      ModelTypeStore types, ParameterDefaults defaults, Clock clock, CurrentTenant tenant) {
    this.tenant = tenant;
    this.types = types;
    this.defaults = defaults;
    this.clock = clock;
  }

  @Transactional
  List<ModelTypeView> list() {
    return types.all().stream().map(ModelTypeView::of).toList();
  }

  @Transactional
  ModelTypeView get(String name) {
    return ModelTypeView.of(require(name, LockModeType.NONE));
  }

  @Transactional
  ModelTypeView create(ModelTypeRequest request) throws JsonMappingException {
    tenant.requirePlatform();
    if (request.name() == null) {
      throw new InvalidRequestException("name", "must be given");
    }
    var parameters = defaults.checked(request.parameters());
    types.lockNames();
    types
        .named(request.name(), LockModeType.NONE)
        .ifPresent(
            other -> {
              throw new ConflictException(
                  "name-taken",
                  "There is a model type " + other.name() + " already.",
                  Map.of("field", "name", "name", other.name()));
            });
    var type = new ModelType(request.name(), request, parameters, clock.instant());
    types.persist(type);
    return ModelTypeView.of(type);
  }

  @Transactional
  ModelTypeView update(String name, String ifMatch, ModelTypeRequest request)
      throws JsonMappingException {
    tenant.requirePlatform();
    var parameters = defaults.checked(request.parameters());
    var type = requireOwn(name);
    EntityTags.requireMatch(ifMatch, type.revision());
    if (request.name() != null && !request.name().equals(type.name())) {
      throw new InvalidRequestException(
          "name", "cannot be changed, since templates refer to it; create another type");
    }
    type.change(request, parameters, clock.instant());
    return ModelTypeView.of(type);
  }

  /**
   * @throws ConflictException if it is built in, or templates are of it
   */
  @Transactional
  void delete(String name) {
    tenant.requirePlatform();
    var type = requireOwn(name);
    var templates = types.templatesOf(type.name());
    if (templates > 0) {
      throw new ConflictException(
          "model-type-in-use",
          "Templates are of this type: %d; see GET /api/v1/templates?modelType=%s."
              .formatted(templates, type.name()),
          Map.of("templates", templates));
    }
    types.delete(type);
  }

  /**
   * The name of a type as it was given, which nobody can delete before the transaction ends; wants
   * one.
   *
   * @throws InvalidRequestException if there is none
   */
  public String requireKnown(String name) {
    return known(name, LockModeType.PESSIMISTIC_READ).name();
  }

  /**
   * The parameters of a new template: those given, then the type's, then the platform's defaults.
   *
   * @param given null for none
   * @throws InvalidRequestException if there is no such type
   * @throws JsonMappingException if the parameters are wrong
   */
  @Transactional
  public TrainingParameters parameters(String name, JsonNode given) throws JsonMappingException {
    return defaults.fill(known(name, LockModeType.NONE).parameters(), given);
  }

  private ModelType known(String name, LockModeType lock) {
    return types
        .named(name, lock)
        .orElseThrow(
            () ->
                new InvalidRequestException(
                    "modelType",
                    "must be one of "
                        + types.all().stream()
                            .map(ModelType::name)
                            .collect(Collectors.joining(", "))));
  }

  private ModelType require(String name, LockModeType lock) {
    return types.named(name, lock).orElseThrow(() -> new NotFoundException("model type", name));
  }

  private ModelType requireOwn(String name) {
    var type = require(name, LockModeType.PESSIMISTIC_WRITE);
    if (type.builtIn()) {
      throw new ConflictException(
          "built-in",
          "This model type comes with the platform; create another one instead.",
          Map.of("name", type.name()));
    }
    return type;
  }
}
