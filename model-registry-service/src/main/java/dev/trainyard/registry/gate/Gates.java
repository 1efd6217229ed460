package dev.trainyard.registry.gate;

import dev.trainyard.kit.http.EntityTags;
import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.paging.PageQuery;
import dev.trainyard.kit.persistence.FilteredList;
import dev.trainyard.kit.problem.InvalidRequestException;
import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.kit.problem.PreconditionException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Keeps the gates. Whoever judges a model holds its gates, present or not, until the judgement is
 * stored; a change waits for that. So whoever changed a gate knows that all that is judged from
 * then on is judged by it. Thread-safe.
 */
@ApplicationScoped
public class Gates {
  private static final Logger LOG = Logger.getLogger(Gates.class);
  private static final Set<String> SORTABLE = Set.of("changedAt");
  private static final String HOLD =
      "SELECT 1 FROM pg_advisory_xact_lock_shared(hashtextextended(?1, 0))";
  private static final String LOCK = "SELECT 1 FROM pg_advisory_xact_lock(hashtextextended(?1, 0))";

  private final EntityManager entities;
  private final Clock clock;

  Gates(EntityManager entities, Clock clock) {
    this.entities = entities;
    this.clock = clock;
  }

  /** A gate, and whether it came about just now. */
  record Change(GateView gate, boolean created) {}

  /**
   * The rule that a model is judged by, held until the transaction ends: the template's, or else
   * the project's.
   *
   * @param templateId null for a model that no template made
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public Optional<GateRule> hold(UUID projectId, UUID templateId) {
    var project = new Gate.Id(GateScope.PROJECT, projectId);
    var template = new Gate.Id(GateScope.TEMPLATE, templateId == null ? projectId : templateId);
    lock(HOLD, project);
    lock(HOLD, template);
    return entities
        .createQuery("from Gate g where g.id = ?1 or g.id = ?2 and ?3 = true", Gate.class)
        .setParameter(1, project)
        .setParameter(2, template)
        .setParameter(3, templateId != null)
        .getResultStream()
        .max(Comparator.comparing(gate -> gate.id.scope()))
        .map(Gate::rule);
  }

  @Transactional
  Page<GateView> list(PageQuery page) {
    return new FilteredList<>(Gate.class)
        .page(entities, page, page.order(SORTABLE, "changedAt"))
        .map(GateView::of);
  }

  /**
   * @throws NotFoundException if there is none
   */
  @Transactional
  GateView get(GateScope scope, UUID ownerId) {
    return GateView.of(find(new Gate.Id(scope, ownerId)));
  }

  /**
   * Makes a gate, or changes it.
   *
   * @param ifMatch the entity tag of the gate that there is; null if there is none
   * @throws InvalidRequestException if the rule says nothing
   * @throws PreconditionException if there is another one than the client has seen
   */
  @Transactional
  Change put(GateScope scope, UUID ownerId, String ifMatch, GateRequest request) {
    if (request.isEmpty()) {
      throw new InvalidRequestException(
          "minimumAveragePrecision", "give this, or maximumClassDrop, or both");
    }
    var id = new Gate.Id(scope, ownerId);
    lock(LOCK, id);
    var present = entities.find(Gate.class, id);
    if (present == null && ifMatch != null) {
      throw PreconditionException.failed("gone");
    }
    var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var gate = present == null ? new Gate(id, request, now) : present;
    if (present == null) {
      entities.persist(gate);
    } else {
      EntityTags.requireMatch(ifMatch, gate.revision);
      gate.change(request, now);
    }
    entities.flush();
    LOG.infof("Gate changed scope=%s ownerId=%s", scope, ownerId);
    return new Change(GateView.of(gate), present == null);
  }

  /**
   * @throws NotFoundException if there is none
   */
  @Transactional
  void delete(GateScope scope, UUID ownerId) {
    var id = new Gate.Id(scope, ownerId);
    lock(LOCK, id);
    entities.remove(find(id));
    LOG.infof("Gate deleted scope=%s ownerId=%s", scope, ownerId);
  }

  private Gate find(Gate.Id id) {
    var gate = entities.find(Gate.class, id);
    if (gate == null) {
      throw new NotFoundException(
          switch (id.scope()) {
            case PROJECT -> "gate of a project with the id";
            case TEMPLATE -> "gate of a template with the id";
          },
          id.ownerId());
    }
    return gate;
  }

  private void lock(String statement, Gate.Id id) {
    entities
        .createNativeQuery(statement, Integer.class)
        .setParameter(1, "gate/" + id.scope() + "/" + id.ownerId())
        .getSingleResult();
  }
}
