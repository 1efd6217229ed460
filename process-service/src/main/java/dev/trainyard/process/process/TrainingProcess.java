package dev.trainyard.process.process;

import dev.trainyard.contracts.process.Failure;
import dev.trainyard.contracts.process.LaunchStage;
import dev.trainyard.contracts.process.ProcessStatus;
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

/**
 * One run of a template on one machine. Whoever changes one has locked its row; {@link
 * ProcessLifecycle} decides, this class keeps what was decided.
 */
@Entity
@Table(name = "training_process")
@DynamicUpdate
class TrainingProcess {
  private static final int MAX_NOTICES = 20;

  @Id private UUID id;
  private String name;

  @Enumerated(EnumType.STRING)
  private ProcessStatus status;

  private boolean enabled;
  private int attempt;
  private boolean resume;

  @Column(name = "machine_id")
  private UUID machineId;

  @Column(name = "machine_name")
  private String machineName;

  @Column(name = "project_id")
  private UUID projectId;

  @Column(name = "template_id")
  private UUID templateId;

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
    this.status = ProcessStatus.CREATED;
    this.enabled = true;
    this.machineId = machineId;
    this.machineName = machineName;
    this.projectId = snapshot.project().id();
    this.templateId = snapshot.template().id();
    this.snapshot = snapshot;
    this.notices = List.of();
    this.createdAt = now;
    this.updatedAt = now;
  }

  /** Begins the next attempt; what the one before left behind is gone. */
  void beginAttempt(boolean fromScratch, Instant now) {
    attempt++;
    resume = attempt > 1 && !fromScratch;
    lastSequence = 0;
    stage = null;
    progress = null;
    notices = List.of();
    modelId = null;
    failure = null;
    missingSince = null;
    startedAt = now;
    runningAt = null;
    finishedAt = null;
  }

  void enter(ProcessStatus newStatus, Instant now) {
    status = newStatus;
    updatedAt = now;
    missingSince = null;
    switch (newStatus) {
      case RUNNING -> runningAt = now;
      case SUCCEEDED, FAILED, STOPPED -> finishedAt = now;
      case CREATED, STARTING, STOPPING -> {}
    }
  }

  void enable(boolean newEnabled, Instant now) {
    enabled = newEnabled;
    updatedAt = now;
  }

  void result(UUID newModelId) {
    modelId = newModelId;
  }

  void fail(Failure newFailure) {
    failure = newFailure;
  }

  void acknowledge(long sequence) {
    lastSequence = sequence;
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

  void progress(Progress newProgress) {
    progress = newProgress;
  }

  void commandSent(Instant now) {
    commandSentAt = now;
  }

  /** Its machine does not know the present attempt; remembers since when. */
  void missing(Instant now) {
    if (missingSince == null) {
      missingSince = now;
    }
  }

  void found() {
    missingSince = null;
  }

  ProcessState state() {
    return new ProcessState(status, enabled);
  }

  UUID id() {
    return id;
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

  boolean resume() {
    return resume;
  }

  UUID machineId() {
    return machineId;
  }

  String machineName() {
    return machineName;
  }

  TemplateSnapshot snapshot() {
    return snapshot;
  }

  long lastSequence() {
    return lastSequence;
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

  Instant commandSentAt() {
    return commandSentAt;
  }

  Instant missingSince() {
    return missingSince;
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
