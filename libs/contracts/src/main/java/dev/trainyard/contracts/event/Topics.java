package dev.trainyard.contracts.event;

import java.util.List;

/** Names of the Kafka topics. The key of every record is the id of the aggregate it is about. */
public final class Topics {
  /** Key: process id. What happened to a process; for everyone. */
  public static final String PROCESS_EVENTS = "trainyard.process.events";

  /** Key: machine id. What the machine's agent is to do. */
  public static final String PROCESS_COMMANDS = "trainyard.process.commands";

  /** Key: process id. What an agent says of a run. */
  public static final String PROCESS_REPORTS = "trainyard.process.reports";

  /** Key: process id. Measurements of a run. */
  public static final String PROCESS_METRICS = "trainyard.process.metrics";

  /** Key: process id. Log lines of a run. */
  public static final String PROCESS_LOGS = "trainyard.process.logs";

  /** Key: machine id. Signs of life. */
  public static final String MACHINE_HEARTBEATS = "trainyard.machine.heartbeats";

  /** Key: machine id. What happened to a machine; for everyone. */
  public static final String MACHINE_EVENTS = "trainyard.machine.events";

  /** Key: template id. What happened to a template; for everyone. */
  public static final String TEMPLATE_EVENTS = "trainyard.template.events";

  /** Key: dataset id. What happened to a dataset; for everyone. */
  public static final String DATASET_EVENTS = "trainyard.dataset.events";

  /** Key: model id. What happened to a model; for everyone. */
  public static final String MODEL_EVENTS = "trainyard.model.events";

  /**
   * Key: the id of what was changed, or the service that refused. Who did what; for the journal.
   */
  public static final String AUDIT_EVENTS = "trainyard.audit.events";

  /** What a topic's name ends with when it holds the messages of that topic nobody could read. */
  public static final String DEAD_LETTER_SUFFIX = ".dlq";

  /** Every topic but the dead-letter ones. */
  public static final List<String> ALL =
      List.of(
          PROCESS_EVENTS,
          PROCESS_COMMANDS,
          PROCESS_REPORTS,
          PROCESS_METRICS,
          PROCESS_LOGS,
          MACHINE_HEARTBEATS,
          MACHINE_EVENTS,
          TEMPLATE_EVENTS,
          DATASET_EVENTS,
          MODEL_EVENTS,
          AUDIT_EVENTS);

  private Topics() {}

  /** The topic that takes the messages of {@code topic} that could not be read. */
  public static String deadLetterOf(String topic) {
    return topic + DEAD_LETTER_SUFFIX;
  }
}
