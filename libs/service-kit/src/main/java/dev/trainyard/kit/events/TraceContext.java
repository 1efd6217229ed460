package dev.trainyard.kit.events;

import io.opentelemetry.api.trace.Span;
import java.util.Optional;

/** The trace that the current work belongs to. */
public final class TraceContext {
  private TraceContext() {}

  /** The present span as a W3C {@code traceparent}; empty outside a trace. */
  public static Optional<String> traceparent() {
    var span = Span.current().getSpanContext();
    return span.isValid()
        ? Optional.of(
            "00-%s-%s-%s"
                .formatted(span.getTraceId(), span.getSpanId(), span.getTraceFlags().asHex()))
        : Optional.empty();
  }
}
