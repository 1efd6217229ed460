package dev.trainyard.process.process;

import dev.trainyard.contracts.process.LaunchStage;
import dev.trainyard.contracts.process.ProcessStageEvent;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A launch stage that ended, once per attempt and stage. Never changes. */
@Entity
@Table(name = "process_stage")
class ProcessStage {
  @Id private UUID id;

  /** As of its process: it may be noted by somebody who works for all tenants. */
  private String tenant;

  @Column(name = "process_id")
  private UUID processId;

  private int attempt;

  @Enumerated(EnumType.STRING)
  private LaunchStage stage;

  private boolean failed;
  private String message;

  @Column(name = "occurred_at")
  private Instant occurredAt;

  /** For Hibernate. */
  protected ProcessStage() {}

  ProcessStage(UUID id, String tenant, ProcessStageEvent event) {
    this.id = id;
    this.tenant = tenant;
    this.processId = event.processId();
    this.attempt = event.attempt();
    this.stage = event.stage();
    this.failed = event.failed();
    this.message = event.message();
    this.occurredAt = event.occurredAt();
  }

  StageView toView() {
    return new StageView(attempt, stage, failed, message, occurredAt);
  }
}
