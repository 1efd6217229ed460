package dev.trainyard.registry.gate;

import dev.trainyard.kit.persistence.Authored;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** The rule of a project or of a template. */
@Entity
@Table(name = "gate")
class Gate extends Authored {
  /** What there can be one of. */
  @Embeddable
  record Id(@Enumerated(EnumType.STRING) GateScope scope, UUID ownerId) {}

  @EmbeddedId Id id;
  @Version long revision;
  Double minimumAveragePrecision;
  Double maximumClassDrop;
  String alias;
  Instant changedAt;

  protected Gate() {
    // For Hibernate.
  }

  Gate(Id id, GateRequest request, Instant now) {
    this.id = id;
    // Made again, it goes on after all that it has been before: no old tag fits.
    this.revision = ChronoUnit.MICROS.between(Instant.EPOCH, now);
    change(request, now);
  }

  void change(GateRequest request, Instant now) {
    minimumAveragePrecision = request.minimumAveragePrecision();
    maximumClassDrop = request.maximumClassDrop();
    alias = request.alias();
    changedAt = now;
  }

  GateRule rule() {
    return new GateRule(id.scope(), minimumAveragePrecision, maximumClassDrop, alias);
  }
}
