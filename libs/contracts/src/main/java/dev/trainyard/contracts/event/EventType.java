package dev.trainyard.contracts.event;

import dev.trainyard.contracts.audit.ChangeEvent;
import dev.trainyard.contracts.audit.RefusalEvent;
import dev.trainyard.contracts.dataset.DatasetEvent;
import dev.trainyard.contracts.machine.Heartbeat;
import dev.trainyard.contracts.machine.MachineEvent;
import dev.trainyard.contracts.machine.StandDown;
import dev.trainyard.contracts.metrics.MetricsReported;
import dev.trainyard.contracts.model.ModelEvent;
import dev.trainyard.contracts.process.LogLines;
import dev.trainyard.contracts.process.ProcessEvent;
import dev.trainyard.contracts.process.ProcessRepairEvent;
import dev.trainyard.contracts.process.ProcessStageEvent;
import dev.trainyard.contracts.process.RunReport;
import dev.trainyard.contracts.process.StartTraining;
import dev.trainyard.contracts.process.StopTraining;
import dev.trainyard.contracts.template.TemplateEvent;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Every kind of message on the broker: its CloudEvents type, its topic and the record its JSON
 * value is.
 *
 * <p>A component of such a record is always present in JSON unless it is annotated with {@code
 * JsonInclude}; so say the JSON Schemas too, which are made from the records.
 */
public enum EventType {
  /** A process was made from a template, for a machine. */
  PROCESS_CREATED("process.created", Topics.PROCESS_EVENTS, ProcessEvent.class),
  /** The start command was accepted: the process is STARTING. */
  PROCESS_STARTED("process.started", Topics.PROCESS_EVENTS, ProcessEvent.class),
  /** Its machine trains. */
  PROCESS_RUNNING("process.running", Topics.PROCESS_EVENTS, ProcessEvent.class),
  /** The training has ended and its model is in the registry. */
  PROCESS_SUCCEEDED("process.succeeded", Topics.PROCESS_EVENTS, ProcessEvent.class),
  /** The run ended without a model; the event says why. */
  PROCESS_FAILED("process.failed", Topics.PROCESS_EVENTS, ProcessEvent.class),
  /** Its machine was told to stop. */
  PROCESS_STOPPING("process.stopping", Topics.PROCESS_EVENTS, ProcessEvent.class),
  /** The run ended as it was asked to, and can be resumed. */
  PROCESS_STOPPED("process.stopped", Topics.PROCESS_EVENTS, ProcessEvent.class),
  /** It was switched on again. */
  PROCESS_ENABLED("process.enabled", Topics.PROCESS_EVENTS, ProcessEvent.class),
  /** It was switched off: it cannot be started, stopped or deleted. */
  PROCESS_DISABLED("process.disabled", Topics.PROCESS_EVENTS, ProcessEvent.class),
  /** It is no more. */
  PROCESS_DELETED("process.deleted", Topics.PROCESS_EVENTS, ProcessEvent.class),
  /** A start waits until its machine is free. */
  PROCESS_QUEUED("process.queued", Topics.PROCESS_EVENTS, ProcessEvent.class),
  /** A waiting start was given up before its turn came. */
  PROCESS_DEQUEUED("process.dequeued", Topics.PROCESS_EVENTS, ProcessEvent.class),
  /** What is and what should be differed, and something was done about it. */
  PROCESS_REPAIRED("process.repaired", Topics.PROCESS_EVENTS, ProcessRepairEvent.class),
  /** A launch stage ended, well or badly. */
  PROCESS_STAGE("process.stage", Topics.PROCESS_EVENTS, ProcessStageEvent.class),

  /** An agent is to begin a run. */
  COMMAND_START("process.command.start", Topics.PROCESS_COMMANDS, StartTraining.class),
  /** An agent is to stop a run. */
  COMMAND_STOP("process.command.stop", Topics.PROCESS_COMMANDS, StopTraining.class),

  /** An agent is to leave its machine to another one. */
  COMMAND_STAND_DOWN("machine.command.standdown", Topics.PROCESS_COMMANDS, StandDown.class),

  /** An agent says what happened to a run. */
  RUN_REPORT("process.report", Topics.PROCESS_REPORTS, RunReport.class),
  /** An agent says what a run measured. */
  METRICS_REPORTED("process.metrics", Topics.PROCESS_METRICS, MetricsReported.class),
  /** An agent passes on lines of a trainer's log. */
  LOG_LINES("process.log", Topics.PROCESS_LOGS, LogLines.class),
  /** A machine lives, and this is what it does. */
  HEARTBEAT("machine.heartbeat", Topics.MACHINE_HEARTBEATS, Heartbeat.class),

  /** A machine was added. */
  MACHINE_REGISTERED("machine.registered", Topics.MACHINE_EVENTS, MachineEvent.class),
  /** Its name or its address was changed. */
  MACHINE_UPDATED("machine.updated", Topics.MACHINE_EVENTS, MachineEvent.class),
  /** An administrator's code was shown: its agent is known by a key from now on. */
  MACHINE_ENROLLED("machine.enrolled", Topics.MACHINE_EVENTS, MachineEvent.class),
  /** It may be given processes again. */
  MACHINE_ENABLED("machine.enabled", Topics.MACHINE_EVENTS, MachineEvent.class),
  /** It is given no more processes. */
  MACHINE_DISABLED("machine.disabled", Topics.MACHINE_EVENTS, MachineEvent.class),
  /** It takes nothing new and finishes its last run. */
  MACHINE_DRAINING("machine.draining", Topics.MACHINE_EVENTS, MachineEvent.class),
  /** Its last run has ended: it can be switched off. */
  MACHINE_DRAINED("machine.drained", Topics.MACHINE_EVENTS, MachineEvent.class),
  /** A second agent claims it and is refused. */
  MACHINE_CONTESTED("machine.contested", Topics.MACHINE_EVENTS, MachineEvent.class),
  /** Somebody who is not its agent wrote in its name. */
  MACHINE_MESSAGE_REFUSED("machine.message.refused", Topics.MACHINE_EVENTS, MachineEvent.class),
  /** Its agent shows signs of life. */
  MACHINE_AVAILABLE("machine.available", Topics.MACHINE_EVENTS, MachineEvent.class),
  /** Its agent has shown none for too long. */
  MACHINE_UNAVAILABLE("machine.unavailable", Topics.MACHINE_EVENTS, MachineEvent.class),
  /** It is no more. */
  MACHINE_DELETED("machine.deleted", Topics.MACHINE_EVENTS, MachineEvent.class),

  /** A training template was made. */
  TEMPLATE_CREATED("template.created", Topics.TEMPLATE_EVENTS, TemplateEvent.class),
  /** A training template was changed, or got back an earlier revision. */
  TEMPLATE_UPDATED("template.updated", Topics.TEMPLATE_EVENTS, TemplateEvent.class),
  /** A training template is no more. */
  TEMPLATE_DELETED("template.deleted", Topics.TEMPLATE_EVENTS, TemplateEvent.class),

  /** A dataset archive has come and is checked. */
  DATASET_UPLOADED("dataset.uploaded", Topics.DATASET_EVENTS, DatasetEvent.class),
  /** A dataset passed the check and can be trained on. */
  DATASET_READY("dataset.ready", Topics.DATASET_EVENTS, DatasetEvent.class),
  /** A dataset did not pass the check; the event says why. */
  DATASET_REJECTED("dataset.rejected", Topics.DATASET_EVENTS, DatasetEvent.class),
  /** A dataset is no more. */
  DATASET_DELETED("dataset.deleted", Topics.DATASET_EVENTS, DatasetEvent.class),

  /** A model was trained or imported, and its archive was checked. */
  MODEL_CREATED("model.created", Topics.MODEL_EVENTS, ModelEvent.class),
  /** Its name, tags or aliases, or what the gate says of it, was changed. */
  MODEL_UPDATED("model.updated", Topics.MODEL_EVENTS, ModelEvent.class),
  /** A model is no more. */
  MODEL_DELETED("model.deleted", Topics.MODEL_EVENTS, ModelEvent.class),

  /** Somebody made, changed or deleted something. */
  AUDIT_CHANGED("audit.changed", Topics.AUDIT_EVENTS, ChangeEvent.class),
  /** Somebody was not let in. */
  AUDIT_REFUSED("audit.refused", Topics.AUDIT_EVENTS, RefusalEvent.class);

  private static final String PREFIX = "dev.trainyard.";
  private static final Map<String, EventType> BY_TYPE =
      Arrays.stream(values()).collect(Collectors.toMap(EventType::type, Function.identity()));

  private final String type;
  private final String topic;
  private final Class<?> dataClass;

  EventType(String shortName, String topic, Class<?> dataClass) {
    this.type = PREFIX + shortName;
    this.topic = topic;
    this.dataClass = dataClass;
  }

  /** The CloudEvents {@code type} attribute, such as {@code dev.trainyard.process.created}. */
  public String type() {
    return type;
  }

  public String topic() {
    return topic;
  }

  /** The record that the JSON value is read into. */
  public Class<?> dataClass() {
    return dataClass;
  }

  /**
   * Where this type's JSON Schema lies on the class path, such as {@code
   * /schemas/ProcessEvent.schema.json}; types with one data class share one schema.
   */
  public String schemaResource() {
    return "/schemas/" + dataClass.getSimpleName() + ".schema.json";
  }

  /** The type with this CloudEvents name; empty for one this version does not know. */
  public static Optional<EventType> of(String type) {
    return Optional.ofNullable(BY_TYPE.get(type));
  }
}
