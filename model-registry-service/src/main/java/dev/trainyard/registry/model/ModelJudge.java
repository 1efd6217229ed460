package dev.trainyard.registry.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.contracts.model.ModelOrigin;
import dev.trainyard.kit.naming.NameKey;
import dev.trainyard.registry.archive.Evaluation;
import dev.trainyard.registry.gate.Gates;
import dev.trainyard.registry.gate.JudgedModel;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/**
 * Judges models by the gate of their template or project. The caller holds the model's series
 * locked, so that the champion stays who it is until the judgement is stored. Thread-safe.
 */
@ApplicationScoped
class ModelJudge {
  private static final String AVERAGE_PRECISION = "averagePrecision";
  private static final String HOLDER =
      "select m from Model m, ModelAlias a where a.id = ?1 and m.id = a.modelId";

  private final EntityManager entities;
  private final Gates gates;

  ModelJudge(EntityManager entities, Gates gates) {
    this.entities = entities;
    this.gates = gates;
  }

  /**
   * Why a model whose archive is stored does not pass; empty if it passes, or has no gate. Of an
   * imported model without figures nothing is wanted.
   */
  @Transactional(Transactional.TxType.MANDATORY)
  List<String> reasonsAgainst(Model model) {
    if (model.origin == ModelOrigin.IMPORTED && !isMeasured(model)) {
      // Whoever trained it elsewhere may have measured it in another way.
      return List.of();
    }
    return gates
        .hold(model.projectId, model.templateId)
        .map(rule -> rule.reasonsAgainst(judged(model), champion(model, rule.alias())))
        .orElse(List.of());
  }

  private static boolean isMeasured(Model model) {
    return !model.metrics.isEmpty()
        || averagePrecision(model) != null
        || !judged(model).perClass().isEmpty();
  }

  /** Nothing if it is the model itself. */
  private Optional<JudgedModel> champion(Model model, String alias) {
    return entities
        .createQuery(HOLDER, Model.class)
        .setParameter(1, new ModelAlias.Id(model.projectId, model.nameKey, NameKey.of(alias)))
        .getResultStream()
        .filter(champion -> !champion.id.equals(model.id))
        .findFirst()
        .map(ModelJudge::judged);
  }

  private static JudgedModel judged(Model model) {
    return new JudgedModel(
        model.version,
        model.classes,
        averagePrecision(model),
        Evaluation.of(model.classes, model.config).perClass());
  }

  /** What was registered comes first, as clients see it. */
  private static Double averagePrecision(Model model) {
    var registered = model.metrics.get(AVERAGE_PRECISION);
    JsonNode written = model.config.path("metrics").path(AVERAGE_PRECISION);
    return registered == null && written.isNumber() && Double.isFinite(written.doubleValue())
        ? Double.valueOf(written.doubleValue())
        : registered;
  }
}
