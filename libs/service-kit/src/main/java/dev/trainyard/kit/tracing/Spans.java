package dev.trainyard.kit.tracing;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;

/** Spans of work that no framework sees: Kafka without a connector, steps of long work. */
public final class Spans {
  private Spans() {}

  /** Begins to send a message, which it is to be told in. */
  public static Span publish(String topic, String messageId, Context parent, Instant since) {
    return message(topic, "publish", messageId, SpanKind.PRODUCER, parent, since);
  }

  /** Begins to do what a message says. */
  public static Span process(String topic, String messageId, Context parent, Instant since) {
    return message(topic, "process", messageId, SpanKind.CONSUMER, parent, since);
  }

  private static Span message(
      String topic,
      String operation,
      String messageId,
      SpanKind kind,
      Context parent,
      Instant since) {
    return tracer()
        .spanBuilder(topic + " " + operation)
        .setSpanKind(kind)
        .setParent(parent)
        .setStartTimestamp(since)
        .setAttribute("messaging.system", "kafka")
        .setAttribute("messaging.operation", operation)
        .setAttribute("messaging.destination.name", topic)
        .setAttribute("messaging.message.id", messageId)
        .startSpan();
  }

  /** Begins a step of the present trace. */
  public static Span step(String name) {
    return tracer().spanBuilder(name).startSpan();
  }

  /** Says that a span's work came to nothing; a message may hold what is nobody's business. */
  public static void fail(Span span, Throwable reason) {
    span.setStatus(StatusCode.ERROR, reason.getClass().getSimpleName());
  }

  private static Tracer tracer() {
    return GlobalOpenTelemetry.getTracer("dev.trainyard");
  }
}
