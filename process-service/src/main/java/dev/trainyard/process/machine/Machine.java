package dev.trainyard.process.machine;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.trainyard.contracts.machine.Hardware;
import dev.trainyard.contracts.machine.Load;
import dev.trainyard.contracts.machine.MachineEvent;
import dev.trainyard.kit.naming.NameKey;
import dev.trainyard.process.persistence.JsonColumn;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;

/**
 * A target machine. What heartbeats say of it is written by {@link MachineStore} alone and does not
 * count as a new version.
 */
@Entity
class Machine {
  @Id private UUID id;
  private String name;

  @Column(name = "name_key")
  private String nameKey;

  private String address;
  private String description;
  private boolean enabled;
  @Version private long version;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "updated_at")
  private Instant updatedAt;

  @Column(updatable = false)
  private boolean available;

  @Column(name = "last_seen_at", updatable = false)
  private Instant lastSeenAt;

  @Column(name = "agent_version", updatable = false)
  private String agentVersion;

  @Column(updatable = false)
  @Convert(converter = HardwareColumn.class)
  private Hardware hardware;

  @Column(name = "machine_load", updatable = false)
  @Convert(converter = LoadColumn.class)
  private Load load;

  /** For Hibernate. */
  protected Machine() {}

  Machine(UUID id, String name, String address, String description, Instant now) {
    this.id = id;
    this.enabled = true;
    this.createdAt = now;
    describe(name, address, description, now);
  }

  void describe(String newName, String newAddress, String newDescription, Instant now) {
    name = newName;
    nameKey = NameKey.of(newName);
    address = newAddress;
    description = newDescription;
    updatedAt = now;
  }

  void enable(boolean newEnabled, Instant now) {
    enabled = newEnabled;
    updatedAt = now;
  }

  MachineEvent toEvent(Instant occurredAt) {
    return new MachineEvent(
        id, name, address, enabled, false, available, lastSeenAt, null, occurredAt);
  }

  UUID id() {
    return id;
  }

  String name() {
    return name;
  }

  String address() {
    return address;
  }

  String description() {
    return description;
  }

  boolean enabled() {
    return enabled;
  }

  long version() {
    return version;
  }

  boolean available() {
    return available;
  }

  Instant createdAt() {
    return createdAt;
  }

  Instant updatedAt() {
    return updatedAt;
  }

  Instant lastSeenAt() {
    return lastSeenAt;
  }

  String agentVersion() {
    return agentVersion;
  }

  Hardware hardware() {
    return hardware;
  }

  Load load() {
    return load;
  }

  /** {@link Hardware} as JSON. */
  @Converter
  static class HardwareColumn extends JsonColumn<Hardware> {
    HardwareColumn() {
      super(new TypeReference<>() {});
    }
  }

  /** {@link Load} as JSON. */
  @Converter
  static class LoadColumn extends JsonColumn<Load> {
    LoadColumn() {
      super(new TypeReference<>() {});
    }
  }
}
