package dev.trainyard.registry.basemodel;

import dev.trainyard.kit.http.EntityTags;
import dev.trainyard.kit.integrity.ObjectDisposal;
import dev.trainyard.kit.naming.NameKey;
import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.kit.tenant.AcrossTenants;
import dev.trainyard.kit.tenant.CurrentTenant;
import io.quarkus.security.ForbiddenException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The rows of base models that change: withdrawn, then changed or given back. A withdrawal is known
 * by its time, so that nobody ends one that another has taken over. Each method is one transaction.
 * Thread-safe.
 */
@ApplicationScoped
class BaseModelWithdrawals {
  private static final String ABANDONED =
      """
      SELECT * FROM base_model WHERE withdrawn_since < ?1
      ORDER BY withdrawn_since LIMIT 1 FOR UPDATE SKIP LOCKED
      """;

  private final EntityManager entities;
  private final BaseModelStore baseModels;
  private final ObjectDisposal disposal;
  private final CurrentTenant tenant;

  BaseModelWithdrawals(
      EntityManager entities,
      BaseModelStore baseModels,
      ObjectDisposal disposal,
      CurrentTenant tenant) {
    this.tenant = tenant;
    this.entities = entities;
    this.baseModels = baseModels;
    this.disposal = disposal;
  }

  /**
   * A base model that may be changed, detached.
   *
   * @throws NotFoundException if there is none
   * @throws ConflictException if it is built in, or is being changed
   * @throws ForbiddenException if all tenants share it, and the caller acts for one of them
   */
  @Transactional
  BaseModel changeable(UUID id) {
    return changeable(id, null, LockModeType.NONE);
  }

  private BaseModel changeable(UUID id, Instant mark, LockModeType lock) {
    var model = entities.find(BaseModel.class, id, lock);
    if (model == null) {
      throw new NotFoundException("base model", id);
    }
    if (model.builtIn) {
      throw new ConflictException(
          "base-model-built-in",
          "It comes with the platform and never changes.",
          Map.of("baseModelId", id));
    }
    if (!tenant.scope().includes(model.tenant)) {
      throw new ForbiddenException();
    }
    if (!Objects.equals(model.withdrawnSince, mark)) {
      throw new ConflictException(
          "base-model-withdrawn",
          "It is being renamed or deleted at this moment; look again in a few seconds.",
          Map.of("baseModelId", id));
    }
    return model;
  }

  /**
   * Takes a base model out of sight.
   *
   * @param mark tells this withdrawal from others
   * @return the base model as it is now, detached
   * @throws NotFoundException if it is gone meanwhile
   * @throws ConflictException if another request was faster
   */
  @Transactional
  BaseModel withdraw(UUID id, Instant mark, Withdrawal reason) {
    var model = changeable(id, null, LockModeType.PESSIMISTIC_WRITE);
    mark(id, mark, reason);
    return model;
  }

  /** Takes a withdrawal back, unless it has ended or another service has taken it over. */
  @Transactional
  void giveBack(UUID id, Instant mark) {
    entities
        .createQuery(
            "update BaseModel m set m.withdrawnSince = null, m.withdrawnFor = null"
                + " where m.id = ?1 and m.withdrawnSince = ?2")
        .setParameter(1, id)
        .setParameter(2, mark)
        .executeUpdate();
  }

  /** Takes over one withdrawal from before {@code before}, detached, with the new mark. */
  @AcrossTenants
  @Transactional
  Optional<BaseModel> takeOver(Instant before, Instant mark) {
    Stream<?> abandoned =
        entities
            .createNativeQuery(ABANDONED, BaseModel.class)
            .setParameter(1, before)
            .getResultStream();
    var model = abandoned.findFirst().map(BaseModel.class::cast);
    model.ifPresent(
        found -> {
          entities.detach(found);
          mark(found.id, mark, found.withdrawnFor);
          found.withdrawnSince = mark;
        });
    return model;
  }

  /** Not through the entity, whose revision tells of changes that a client sees. */
  private void mark(UUID id, Instant mark, Withdrawal reason) {
    entities
        .createQuery(
            "update BaseModel m set m.withdrawnSince = ?2, m.withdrawnFor = ?3 where m.id = ?1")
        .setParameter(1, id)
        .setParameter(2, mark)
        .setParameter(3, reason)
        .executeUpdate();
  }

  /**
   * Changes name and description, and ends a withdrawal.
   *
   * @param mark of the withdrawal; null if only the name's case or the description changes
   * @throws ConflictException if another base model has the name, or the withdrawal has ended
   */
  @Transactional
  BaseModelView update(UUID id, Instant mark, String ifMatch, UpdateBaseModelRequest request) {
    baseModels.lockNames();
    var model = changeable(id, mark, LockModeType.PESSIMISTIC_WRITE);
    EntityTags.requireMatch(ifMatch, model.revision);
    if (mark == null && !model.isCalled(request.name())) {
      throw new ConflictException(
          "base-model-renamed",
          "It was renamed meanwhile; read it again.",
          Map.of("baseModelId", id, "name", model.name));
    }
    if (mark != null && !NameKey.of(request.name()).equals(model.nameKey)) {
      baseModels.requireFree(request.name());
    }
    model.rename(request.name(), request.description());
    entities.flush();
    return BaseModelView.of(model);
  }

  /**
   * Removes a withdrawn base model; its archive is noted for disposal.
   *
   * @param archiveUntil until when the archive is kept
   */
  @Transactional
  void remove(UUID id, Instant mark, Instant archiveUntil) {
    var model = changeable(id, mark, LockModeType.PESSIMISTIC_WRITE);
    disposal.note(model.archiveKey, archiveUntil);
    entities.remove(model);
  }
}
