package dev.trainyard.monitoring.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OpenStreamsTest {
  private static final Duration SOON = Duration.ofSeconds(5);

  private final OpenStreams streams = new OpenStreams();
  private final UnicastProcessor<String> source = UnicastProcessor.create();

  @Test
  void aStreamEndsWithoutAFailureWhenTheServiceStops() {
    var received = read(streams.untilStop(source));
    source.onNext("before");
    assertThat(received).isNotDone();

    streams.onStop(new ShutdownDelayInitiatedEvent());

    assertThat(received).succeedsWithin(SOON).isEqualTo(List.of("before"));
  }

  @Test
  void aStreamThatIsOpenedDuringTheStopEndsAtOnce() {
    streams.onStop(new ShutdownDelayInitiatedEvent());
    assertThat(read(streams.untilStop(source))).succeedsWithin(SOON).isEqualTo(List.of());
  }

  @Test
  void aStreamThatFailsByItselfFails() {
    var received = read(streams.untilStop(source));
    source.onError(new IllegalArgumentException("no such position"));
    assertThat(received).failsWithin(SOON);
  }

  private static CompletableFuture<List<String>> read(Multi<String> stream) {
    return stream.collect().asList().subscribeAsCompletionStage();
  }
}
