package dev.trainyard.local.chaos;

import static dev.trainyard.contracts.process.ProcessStatus.CREATED;
import static dev.trainyard.contracts.process.ProcessStatus.FAILED;
import static dev.trainyard.contracts.process.ProcessStatus.RUNNING;
import static dev.trainyard.contracts.process.ProcessStatus.STARTING;
import static dev.trainyard.contracts.process.ProcessStatus.STOPPED;
import static dev.trainyard.contracts.process.ProcessStatus.STOPPING;
import static dev.trainyard.contracts.process.ProcessStatus.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.event.Topics;
import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.local.EventLog;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The life of one process as a plain consumer of its events sees it, which drops what it has seen
 * before by the event's id and trusts the order of the rest.
 *
 * @param steps every event that tells a new status, in their order
 */
record PublishedLife(List<Step> steps) {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Set<String> STATUS_EVENTS =
      Stream.of(
              EventType.PROCESS_CREATED,
              EventType.PROCESS_STARTED,
              EventType.PROCESS_RUNNING,
              EventType.PROCESS_SUCCEEDED,
              EventType.PROCESS_FAILED,
              EventType.PROCESS_STOPPING,
              EventType.PROCESS_STOPPED)
          .map(EventType::type)
          .collect(Collectors.toSet());

  private static final Map<ProcessStatus, Set<ProcessStatus>> NEXT =
      Map.of(
          CREATED, Set.of(STARTING),
          STARTING, Set.of(RUNNING, FAILED, STOPPING, STOPPED),
          RUNNING, Set.of(SUCCEEDED, FAILED, STOPPING, STOPPED),
          STOPPING, Set.of(STOPPED, SUCCEEDED, FAILED),
          STOPPED, Set.of(STARTING),
          FAILED, Set.of(STARTING),
          SUCCEEDED, Set.of());

  /**
   * One status.
   *
   * @param status the status
   * @param attempt how often the process had been started
   */
  record Step(ProcessStatus status, int attempt) {}

  static PublishedLife of(EventLog log, String processId) {
    var known = new HashSet<String>();
    var steps = new ArrayList<Step>();
    for (var message : log.read(List.of(Topics.PROCESS_EVENTS))) {
      if (message.key().equals(processId) && known.add(message.headers().get("ce_id"))) {
        if (STATUS_EVENTS.contains(message.type())) {
          var event = parse(message.json());
          var status = ProcessStatus.valueOf(event.get("status").asText());
          steps.add(new Step(status, event.get("attempt").asInt()));
        }
      }
    }
    return new PublishedLife(List.copyOf(steps));
  }

  /** The status the consumer believes the process to be in. */
  ProcessStatus last() {
    return steps.get(steps.size() - 1).status();
  }

  /** No event is missing, doubled or out of order. */
  void assertLegal() {
    assertThat(steps.get(0)).isEqualTo(new Step(CREATED, 0));
    for (int i = 1; i < steps.size(); i++) {
      var before = steps.get(i - 1);
      var after = steps.get(i);
      assertThat(NEXT.get(before.status())).as("%s", steps).contains(after.status());
      var attempt = before.attempt() + (after.status() == STARTING ? 1 : 0);
      assertThat(after.attempt()).as("%s", steps).isEqualTo(attempt);
    }
  }

  private static com.fasterxml.jackson.databind.JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(json, e);
    }
  }
}
