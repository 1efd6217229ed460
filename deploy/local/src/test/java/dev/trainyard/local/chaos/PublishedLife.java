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
import dev.trainyard.contracts.event.Topics;
import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.local.EventLog;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The life of one process as a plain consumer of its events sees it, which drops what it has seen
 * before by the event's id and trusts the order of the rest.
 *
 * @param steps every change of status or attempt, the first event included
 */
record PublishedLife(List<Step> steps) {
  private static final ObjectMapper JSON = new ObjectMapper();

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
        var event = parse(message.json());
        // Stages and repairs tell no status.
        if (event.has("status")) {
          var status = ProcessStatus.valueOf(event.get("status").asText());
          var step = new Step(status, event.get("attempt").asInt());
          if (steps.isEmpty() || !steps.get(steps.size() - 1).equals(step)) {
            steps.add(step);
          }
        }
      }
    }
    return new PublishedLife(List.copyOf(steps));
  }

  /** The status the consumer believes the process to be in. */
  ProcessStatus last() {
    return steps.get(steps.size() - 1).status();
  }

  /** No event is missing, none is out of order. */
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
