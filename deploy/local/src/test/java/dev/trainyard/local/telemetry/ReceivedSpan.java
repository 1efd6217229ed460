package dev.trainyard.local.telemetry;

import java.time.Duration;

/**
 * A span as a collector got it.
 *
 * @param service who did the work
 * @param parentId empty if it is the first of its trace
 * @param kind as OTLP has it, such as {@code SPAN_KIND_SERVER}
 */
record ReceivedSpan(
    String service,
    String traceId,
    String id,
    String parentId,
    String name,
    String kind,
    long startNanos,
    long endNanos) {

  boolean isFirst() {
    return parentId.isEmpty();
  }

  Duration duration() {
    return Duration.ofNanos(endNanos - startNanos);
  }

  @Override
  public String toString() {
    return "%s: %s".formatted(service, name);
  }
}
