package dev.trainyard.kit.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import java.util.Optional;

/** The trace that work belongs to, as the W3C {@code traceparent} that goes from one to another. */
public final class TraceContext {
  private TraceContext() {}

  /** The present span; empty outside a trace. */
  public static Optional<String> traceparent() {
    return traceparentOf(Span.current());
  }

  /** A span; empty if it is of no trace. */
  public static Optional<String> traceparentOf(Span of) {
    var span = of.getSpanContext();
    return span.isValid()
        ? Optional.of(
            "00-%s-%s-%s"
                .formatted(span.getTraceId(), span.getSpanId(), span.getTraceFlags().asHex()))
        : Optional.empty();
  }

  /**
   * What goes on with a trace that somebody else began.
   *
   * @param traceparent null, or anything that is none, for work outside a trace
   */
  public static Context of(String traceparent) {
    return traceparent == null
        ? Context.root()
        : W3CTraceContextPropagator.getInstance()
            .extract(Context.root(), traceparent, OnlyTraceparent.INSTANCE);
  }

  /** Whether the spans of a trace are exported. */
  public static boolean isSampled(String traceparent) {
    return Span.fromContext(of(traceparent)).getSpanContext().isSampled();
  }

  /** Does work of the present trace; without one, of a trace that began elsewhere. */
  public static void run(String otherwise, Runnable work) {
    if (Span.current().getSpanContext().isValid()) {
      work.run();
    } else {
      of(otherwise).wrap(work).run();
    }
  }

  private enum OnlyTraceparent implements TextMapGetter<String> {
    INSTANCE;

    private static final String NAME = "traceparent";

    @Override
    public Iterable<String> keys(String traceparent) {
      return List.of(NAME);
    }

    @Override
    public String get(String traceparent, String key) {
      return key.equals(NAME) ? traceparent : null;
    }
  }
}
