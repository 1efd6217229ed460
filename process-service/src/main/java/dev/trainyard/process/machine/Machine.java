package dev.trainyard.process.machine;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.trainyard.contracts.machine.Hardware;
import dev.trainyard.contracts.machine.Load;
import dev.trainyard.contracts.machine.MachineEvent;
import dev.trainyard.kit.naming.NameKey;
import dev.trainyard.kit.persistence.Authored;
import dev.trainyard.kit.persistence.JsonColumn;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Generated;

/**
 * A target machine. What heartbeats and enrolments say of it is written by {@link MachineStore}
 * alone and does not count as a new version.
 */
@Entity
class Machine extends Authored {
  @Id private UUID id;

  /** Written by the database, an asterisk for a machine that all tenants share. */
  @Generated
  @Column(insertable = false, updatable = false)
  private String tenant;

  private String name;

  @Column(name = "name_key")
  private String nameKey;

  private String address;
  private String description;
  private boolean enabled;
  private boolean draining;

  @Column(name = "public_key", updatable = false)
  private String publicKey;

  @Version private long version;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "updated_at")
  private Instant updatedAt;

  @Column(updatable = false)
  private boolean available;

  @Column(name = "last_seen_at", updatable = false)
  private Instant lastSeenAt;

  @Column(name = "agent_id", updatable = false)
  private UUID agentId;

  @Column(updatable = false)
  private Long incarnation;

  @Column(name = "agent_host", updatable = false)
  private String agentHost;

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
    draining = false;
    updatedAt = now;
  }

  /** Takes nothing new from now on, and finishes what it does. */
  void drain(Instant now) {
    enabled = false;
    draining = true;
    updatedAt = now;
  }

  /** Has fallen silent; {@link MachineStore} writes it. */
  void absent() {
    available = false;
  }

  void drained(Instant now) {
    draining = false;
    updatedAt = now;
  }

  /**
   * @param reason why, when nobody asked for it; else null
   */
  MachineEvent toEvent(String reason, Instant occurredAt) {
    return new MachineEvent(
        id, name, address, enabled, draining, available, lastSeenAt, reason, occurredAt);
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

  String address() {
    return address;
  }

  String description() {
    return description;
  }

  /** By which its agent is known; null before its enrolment. */
  String publicKey() {
    return publicKey;
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

  UUID agentId() {
    return agentId;
  }

  Long incarnation() {
    return incarnation;
  }

  String agentHost() {
    return agentHost;
  }

  boolean draining() {
    return draining;
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
