package dev.trainyard.registry.basemodel;

import dev.trainyard.kit.http.EntityTags;
import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.problem.DependencyUnavailableException;
import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.kit.problem.ProblemException;
import dev.trainyard.kit.storage.ObjectStorage;
import dev.trainyard.kit.tenant.CurrentTenant;
import dev.trainyard.kit.tenant.TenantScope;
import dev.trainyard.registry.RegistryConfig;
import dev.trainyard.registry.usage.BaseModelUsage;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Renames and deletes base models. Templates and processes name a base model, and live in other
 * services; so that none comes to name one that is going, it is withdrawn first: nobody finds it
 * any more, and after a pause, in which those who found it before store their use, its users are
 * looked for. If there are any, or a service does not answer, the withdrawal is taken back.
 *
 * <pre>
 * present ──withdraw──▶ withdrawn ──nobody uses it──▶ renamed, or gone
 *    ◀──somebody uses it, or nobody knows──┘
 * </pre>
 *
 * Thread-safe.
 */
@ApplicationScoped
class BaseModelChanges {
  private static final Logger LOG = Logger.getLogger(BaseModelChanges.class);

  private final BaseModelStore baseModels;
  private final BaseModelWithdrawals withdrawals;
  private final BaseModelUsage usage;
  private final ObjectStorage storage;
  private final RegistryConfig.BaseModels config;
  private final Clock clock;
  private final CurrentTenant tenant;

  BaseModelChanges(
      BaseModelStore baseModels,
      BaseModelWithdrawals withdrawals,
      BaseModelUsage usage,
      ObjectStorage storage,
      RegistryConfig config,
      Clock clock,
      CurrentTenant tenant) {
    this.baseModels = baseModels;
    this.withdrawals = withdrawals;
    this.usage = usage;
    this.storage = storage;
    this.config = config.baseModels();
    this.clock = clock;
    this.tenant = tenant;
  }

  /**
   * Changes name and description.
   *
   * @throws NotFoundException if there is none
   * @throws ConflictException if it is built in, the name is taken, or it is in use under its name
   * @throws DependencyUnavailableException if nobody knows whether it is in use
   */
  BaseModelView update(UUID id, String ifMatch, UpdateBaseModelRequest request) {
    var present = withdrawals.changeable(id);
    EntityTags.requireMatch(ifMatch, present.revision);
    if (present.isCalled(request.name())) {
      return withdrawals.update(id, null, ifMatch, request);
    }
    baseModels.requireFree(request.name());
    var renamed =
        whenUnused(
            present, Withdrawal.RENAMING, mark -> withdrawals.update(id, mark, ifMatch, request));
    LOG.infof("Base model renamed baseModelId=%s", id);
    return renamed;
  }

  /**
   * Deletes a base model.
   *
   * @throws NotFoundException if there is none
   * @throws ConflictException if it is built in or in use
   * @throws DependencyUnavailableException if nobody knows whether it is in use
   */
  void delete(UUID id) {
    whenUnused(withdrawals.changeable(id), Withdrawal.DELETION, mark -> remove(id, mark));
  }

  private <T> T whenUnused(BaseModel model, Withdrawal reason, Function<Instant, T> change) {
    // Before it disappears for those who do use it.
    usage.of(model.name).requireNone();
    var mark = now();
    return finish(withdrawals.withdraw(model.id, mark, reason), mark, change);
  }

  private <T> T finish(BaseModel model, Instant mark, Function<Instant, T> change) {
    try {
      pause();
      usage.of(model.name).requireNone();
      return change.apply(mark);
    } catch (RuntimeException e) {
      giveBack(model, mark, e);
      throw e;
    }
  }

  private void giveBack(BaseModel model, Instant mark, RuntimeException reason) {
    try {
      withdrawals.giveBack(model.id, mark);
    } catch (RuntimeException e) {
      // The clean-up does it later.
      reason.addSuppressed(e);
    }
  }

  private UUID remove(UUID id, Instant mark) {
    // Whoever was given the archive's address may use it until it expires.
    withdrawals.remove(id, mark, now().plus(storage.presignExpiry()));
    LOG.infof("Base model deleted baseModelId=%s", id);
    return id;
  }

  /** Ends the withdrawals that were left by a service that died. */
  void endAbandoned() {
    var before = now().minus(config.withdrawalTimeout());
    for (var model = withdrawals.takeOver(before, now());
        model.isPresent();
        model = withdrawals.takeOver(before, now())) {
      var abandoned = model.get();
      tenant.run(TenantScope.ofRow(abandoned.tenant), () -> end(abandoned));
    }
  }

  private void end(BaseModel abandoned) {
    try {
      switch (abandoned.withdrawnFor) {
        case RENAMING -> withdrawals.giveBack(abandoned.id, abandoned.withdrawnSince);
        case DELETION ->
            finish(abandoned, abandoned.withdrawnSince, mark -> remove(abandoned.id, mark));
      }
    } catch (ProblemException e) {
      LOG.warnf("Base model not deleted baseModelId=%s reason=%s", abandoned.id, e.getMessage());
    }
  }

  private void pause() {
    try {
      Thread.sleep(config.withdrawalPause().toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the service stops", e);
    }
  }

  /** As exact as the database keeps it: the mark is compared. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
