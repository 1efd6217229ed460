package dev.trainyard.kit.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
  private static final String EXPORTED = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  private static final String OTHER = "00-5bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";

  private final List<Optional<String>> seen = new ArrayList<>();

  @Test
  void goesOnWithATrace() {
    TraceContext.run(EXPORTED, this::look);
    look();
    assertThat(seen).containsExactly(Optional.of(EXPORTED), Optional.empty());
  }

  @Test
  void staysInThePresentTrace() {
    TraceContext.run(EXPORTED, () -> TraceContext.run(OTHER, this::look));
    assertThat(seen).containsExactly(Optional.of(EXPORTED));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "nonsense", "00-0-0-01", "ff" + "-4bf92f3577b34da6a3ce929d0e0e4736"})
  void whatIsNoTraceIsNone(String traceparent) {
    TraceContext.run(traceparent, this::look);
    assertThat(seen).containsExactly(Optional.empty());
    assertThat(TraceContext.isSampled(traceparent)).isFalse();
  }

  @Test
  void knowsWhatIsExported() {
    assertThat(TraceContext.isSampled(EXPORTED)).isTrue();
    assertThat(TraceContext.isSampled(OTHER)).isFalse();
  }

  private void look() {
    seen.add(TraceContext.traceparent());
  }
}
