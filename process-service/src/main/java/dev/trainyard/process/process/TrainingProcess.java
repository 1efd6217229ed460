package dev.trainyard.process.process;

import dev.trainyard.contracts.process.Failure;
import dev.trainyard.contracts.process.LaunchStage;
import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.kit.naming.NameKey;
import dev.trainyard.kit.persistence.Authored;
import dev.trainyard.protocol.process.ProcessLifecycle;
import dev.trainyard.protocol.process.ProcessRecord;
import dev.trainyard.protocol.process.ProcessState;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.Generated;

/**
 * One run of a template on one machine. Whoever changes one has locked its row; {@link
 * ProcessLifecycle} decides, this class keeps what was decided.
 */
@Entity
@Table(name = "training_process")
@DynamicUpdate
class TrainingProcess extends Authored {
  private static final int MAX_NOTICES = 20;

  @Id private UUID id;

  /** Written by the database. */
  @Generated
  @Column(insertable = false, updatable = false)
  private String tenant;

  private String name;

  @Column(name = "name_key")
  private String nameKey;

  @Enumerated(EnumType.STRING)
  private ProcessStatus status;

  private boolean enabled;
  private boolean restarting;

  @Column(name = "queued_at")
  private Instant queuedAt;

  @Column(name = "from_scratch")
  private boolean fromScratch;

  private int attempt;

  @Column(name = "machine_id")
  private UUID machineId;

  @Column(name = "machine_name")
  private String machineName;

  @Column(name = "agent_id")
  private UUID agentId;

  @Column(name = "project_id")
  private UUID projectId;

  @Column(name = "template_id")
  private UUID templateId;

  @Column(name = "base_model_key", updatable = false)
  private String baseModelKey;

  @Column(updatable = false)
  @Convert(converter = ProcessColumns.SnapshotColumn.class)
  private TemplateSnapshot snapshot;

  @Column(name = "last_sequence")
  private long lastSequence;

  @Enumerated(EnumType.STRING)
  private LaunchStage stage;

  @Convert(converter = ProcessColumns.ProgressColumn.class)
  private Progress progress;

  @Convert(converter = ProcessColumns.NoticesColumn.class)
  private List<String> notices;

  @Column(name = "model_id")
  private UUID modelId;

  @Convert(converter = ProcessColumns.FailureColumn.class)
  private Failure failure;

  @Column(name = "command_sent_at")
  private Instant commandSentAt;

  @Column(name = "missing_since")
  private Instant missingSince;

  @Column(name = "report_awaited_since")
  private Instant reportAwaitedSince;

  private String traceparent;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "started_at")
  private Instant startedAt;

  @Column(name = "running_at")
  private Instant runningAt;

  @Column(name = "finished_at")
  private Instant finishedAt;

  @Column(name = "updated_at")
  private Instant updatedAt;

  /** For Hibernate. */
  protected TrainingProcess() {}

  TrainingProcess(
      UUID id,
      String name,
      UUID machineId,
      String machineName,
      TemplateSnapshot snapshot,
      Instant now) {
    this.id = id;
    this.name = name;
    this.nameKey = NameKey.of(name);
    this.status = ProcessStatus.CREATED;
    this.enabled = true;
    this.machineId = machineId;
    this.machineName = machineName;
    this.projectId = snapshot.project().id();
    this.templateId = snapshot.template().id();
    this.baseModelKey = keyOf(snapshot.template().baseModel());
    this.snapshot = snapshot;
    this.notices = List.of();
    this.createdAt = now;
    this.updatedAt = now;
  }

  private static String keyOf(String name) {
    return name == null ? null : NameKey.of(name);
  }

  /** All that the protocol decides by. */
  ProcessRecord toRecord() {
    return new ProcessRecord(
        id,
        machineId,
        state(),
        attempt,
        fromScratch,
        lastSequence,
        commandSentAt,
        missingSince,
        reportAwaitedSince);
  }

  /** Keeps what the protocol decided; statuses have been entered one by one before. */
  void keep(ProcessRecord decided, Instant now) {
    if (decided.state().status() != status || decided.attempt() != attempt) {
      throw new IllegalArgumentException("the statuses of the outcome were not entered");
    }
    if (decided.state().queued() != queued()) {
      queuedAt = decided.state().queued() ? now : null;
    }
    enabled = decided.state().enabled();
    restarting = decided.state().restarting();
    lastSequence = decided.lastSequence();
    commandSentAt = decided.commandSentAt();
    missingSince = decided.missingSince();
    reportAwaitedSince = decided.reportAwaitedSince();
  }

  /** Enters a status; at STARTING the next attempt begins, and what the one before left is gone. */
  void enter(ProcessStatus newStatus, Instant now) {
    status = newStatus;
    updatedAt = now;
    switch (newStatus) {
      case STARTING -> beginAttempt(now);
      case RUNNING -> runningAt = now;
      case SUCCEEDED, FAILED, STOPPED -> finishedAt = now;
      case CREATED, STOPPING -> {}
    }
  }

  private void beginAttempt(Instant now) {
    attempt++;
    queuedAt = null;
    stage = null;
    progress = null;
    notices = List.of();
    modelId = null;
    failure = null;
    startedAt = now;
    runningAt = null;
    finishedAt = null;
  }

  /** Whether the next start, now or after a wait, leaves the checkpoint aside. */
  void intend(boolean newFromScratch) {
    fromScratch = newFromScratch;
  }

  void enable(boolean newEnabled, Instant now) {
    enabled = newEnabled;
    updatedAt = now;
  }

  /** A request begins the next attempt, or lets it wait for its turn: what follows is its trace. */
  void beginTrace(String newTraceparent) {
    traceparent = newTraceparent;
  }

  /** The agent that the present attempt is given to; null when the machine has none yet. */
  void giveTo(UUID newAgentId) {
    agentId = newAgentId;
  }

  void result(UUID newModelId) {
    modelId = newModelId;
  }

  void fail(Failure newFailure) {
    failure = newFailure;
  }

  void reach(LaunchStage newStage) {
    stage = newStage;
  }

  /** Keeps something worth telling the user, once. */
  void note(String notice) {
    if (!notices.contains(notice) && notices.size() < MAX_NOTICES) {
      notices = Stream.concat(notices.stream(), Stream.of(notice)).toList();
    }
  }

  /** Waits for its machine from now on, or begins to at its creation. */
  void queue(Instant now) {
    queuedAt = now;
  }

  void giveUpRestart() {
    restarting = false;
    note("It was not started again: its machine is disabled.");
  }

  ProcessState state() {
    return new ProcessState(status, enabled, queued(), restarting);
  }

  UUID id() {
    return id;
  }

  String tenant() {
    return tenant;
  }

  String name() {
    return name;
  }

  ProcessStatus status() {
    return status;
  }

  boolean enabled() {
    return enabled;
  }

  int attempt() {
    return attempt;
  }

  /** Whether the present attempt goes on from a checkpoint, if there is one. */
  boolean resume() {
    return attempt > 1 && !fromScratch;
  }

  boolean queued() {
    return queuedAt != null;
  }

  Instant queuedAt() {
    return queuedAt;
  }

  boolean fromScratch() {
    return fromScratch;
  }

  boolean restarting() {
    return restarting;
  }

  UUID machineId() {
    return machineId;
  }

  UUID agentId() {
    return agentId;
  }

  String machineName() {
    return machineName;
  }

  TemplateSnapshot snapshot() {
    return snapshot;
  }

  LaunchStage stage() {
    return stage;
  }

  Progress progress() {
    return progress;
  }

  List<String> notices() {
    return notices;
  }

  UUID modelId() {
    return modelId;
  }

  Failure failure() {
    return failure;
  }

  /** Of the request that began the newest attempt; null outside a trace. */
  String traceparent() {
    return traceparent;
  }

  Instant createdAt() {
    return createdAt;
  }

  Instant startedAt() {
    return startedAt;
  }

  Instant runningAt() {
    return runningAt;
  }

  Instant finishedAt() {
    return finishedAt;
  }

  Instant updatedAt() {
    return updatedAt;
  }
}
