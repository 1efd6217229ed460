package dev.trainyard.local.telemetry;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The spans of one trace as a tree; siblings in the order in which they began. */
final class ReceivedTrace {
  private final List<ReceivedSpan> spans;
  private final Map<String, ReceivedSpan> byId;

  ReceivedTrace(List<ReceivedSpan> all, String traceId) {
    this.spans =
        all.stream()
            .filter(span -> span.traceId().equals(traceId))
            .sorted(Comparator.comparingLong(ReceivedSpan::startNanos))
            .toList();
    this.byId =
        spans.stream()
            .collect(Collectors.toMap(ReceivedSpan::id, Function.identity(), (one, other) -> one));
  }

  List<ReceivedSpan> spans() {
    return spans;
  }

  Optional<ReceivedSpan> parentOf(ReceivedSpan span) {
    return Optional.ofNullable(byId.get(span.parentId()));
  }

  /** Spans whose parent nobody has exported. */
  List<ReceivedSpan> orphans() {
    return spans.stream().filter(span -> !span.isFirst() && parentOf(span).isEmpty()).toList();
  }

  /** The way from the first span to each of those that are meant. */
  List<String> ways(String service, String name) {
    return spans.stream()
        .filter(span -> span.service().equals(service) && span.name().equals(name))
        .map(this::wayTo)
        .toList();
  }

  private String wayTo(ReceivedSpan span) {
    return parentOf(span).map(parent -> wayTo(parent) + " > " + span).orElse(span.toString());
  }

  /** The tree, to be looked at. */
  String tree() {
    var text = new StringBuilder();
    spans.stream().filter(span -> parentOf(span).isEmpty()).forEach(span -> print(span, "", text));
    return text.toString();
  }

  private void print(ReceivedSpan span, String indent, StringBuilder text) {
    text.append(
        "%s%s  %s  %d ms%n"
            .formatted(indent, span.service(), span.name(), span.duration().toMillis()));
    spans.stream()
        .filter(child -> child.parentId().equals(span.id()))
        .forEach(child -> print(child, indent + "  ", text));
  }
}
