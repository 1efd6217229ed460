package dev.trainyard.local.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.contracts.event.Topics;
import dev.trainyard.local.EventLog;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a process's machine has reported of one attempt, as the topic has it: each report once,
 * however often it is there, and of an iteration that was trained twice the newest.
 *
 * @param points how many points were reported
 * @param trainLoss the loss by iteration
 */
record PublishedMetrics(long points, Map<Integer, Double> trainLoss) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** By attempt. */
  static Map<Integer, PublishedMetrics> of(EventLog log, String processId) {
    var reports = new TreeMap<Integer, Map<Long, JsonNode>>();
    for (var message : log.read(List.of(Topics.PROCESS_METRICS))) {
      if (message.key().equals(processId)) {
        var report = parse(message.json());
        reports
            .computeIfAbsent(report.get("attempt").asInt(), attempt -> new TreeMap<>())
            .putIfAbsent(report.get("sequence").asLong(), report.get("points"));
      }
    }
    var published = new TreeMap<Integer, PublishedMetrics>();
    reports.forEach((attempt, bySequence) -> published.put(attempt, merged(bySequence)));
    return published;
  }

  /** What the monitoring service has of an attempt. */
  static PublishedMetrics shown(JsonNode series) {
    var curve = series.get("curves").get(0);
    var losses = new TreeMap<Integer, Double>();
    for (var index = 0; index < curve.get("iterations").size(); index++) {
      losses.put(
          curve.get("iterations").get(index).asInt(), curve.get("values").get(index).asDouble());
    }
    return new PublishedMetrics(series.get("total").asLong(), losses);
  }

  private static PublishedMetrics merged(Map<Long, JsonNode> bySequence) {
    var losses = new TreeMap<Integer, Double>();
    var points = 0L;
    for (var reported : bySequence.values()) {
      for (var point : reported) {
        points++;
        if (point.hasNonNull("trainLoss")) {
          losses.put(point.get("iteration").asInt(), point.get("trainLoss").asDouble());
        }
      }
    }
    return new PublishedMetrics(points, losses);
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
