package dev.trainyard.local.rolling;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.contracts.event.EventType;
import dev.trainyard.local.EventLog;
import dev.trainyard.local.rolling.Traffic.Expected;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What came out of the broker, held against what had to. Immutable. */
final class PublishedEvents {
  private static final String PREFIX = "dev.trainyard.";
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final List<EventLog.Message> messages;
  private final Map<Expected, Integer> expected;
  private final Map<Expected, Integer> found;

  PublishedEvents(List<EventLog.Message> messages, Map<Expected, Integer> expected) {
    this.messages = List.copyOf(messages);
    this.expected = Map.copyOf(expected);
    this.found = new HashMap<>();
    messages.forEach(message -> found.merge(subjectOf(message), 1, Integer::sum));
  }

  /** Events of answered writes that are not there, or not as often as they were written. */
  List<String> lost() {
    return differing(-1);
  }

  /** Events that are there more often than they were written, or more than once with one id. */
  Set<String> doubled() {
    var doubled = new TreeSet<>(differing(1));
    var ids = new HashMap<String, Integer>();
    messages.forEach(message -> ids.merge(message.headers().get("ce_id"), 1, Integer::sum));
    ids.forEach(
        (id, times) -> {
          if (times > 1) {
            doubled.add("ce_id " + id + " is there " + times + " times");
          }
        });
    var revisions = new HashMap<String, Integer>();
    messages.stream()
        .filter(message -> message.type().startsWith(PREFIX + "template."))
        .filter(message -> !message.type().equals(EventType.TEMPLATE_DELETED.type()))
        .forEach(message -> revisions.merge(revisionOf(message), 1, Integer::sum));
    revisions.forEach(
        (revision, times) -> {
          if (times > 1) {
            doubled.add(revision + " is there " + times + " times");
          }
        });
    return doubled;
  }

  /** The ids of all events. */
  Set<String> ids() {
    return messages.stream()
        .map(message -> message.headers().get("ce_id"))
        .collect(Collectors.toSet());
  }

  private List<String> differing(int sign) {
    return expected.entrySet().stream()
        .filter(
            entry ->
                Integer.signum(found.getOrDefault(entry.getKey(), 0) - entry.getValue()) == sign)
        .map(
            entry ->
                "%s is there %d times instead of %d"
                    .formatted(
                        entry.getKey(), found.getOrDefault(entry.getKey(), 0), entry.getValue()))
        .toList();
  }

  private static String revisionOf(EventLog.Message message) {
    try {
      return "template %s revision %d"
          .formatted(message.key(), MAPPER.readTree(message.json()).path("revision").asInt());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a gate belongs to is a part of its id, and of neither is the key. */
  private static Expected subjectOf(EventLog.Message message) {
    var key = message.key();
    if (message.type().equals(EventType.AUDIT_CHANGED.type())) {
      try {
        var id = ID.matcher(MAPPER.readTree(message.json()).path("entityId").asText());
        key = id.find() ? id.group() : key;
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }
    return new Expected(message.type().substring(PREFIX.length()), key);
  }
}
