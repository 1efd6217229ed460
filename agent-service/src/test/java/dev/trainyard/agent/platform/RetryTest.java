package dev.trainyard.agent.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.agent.storage.DiskException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RetryTest {
  private static final URI URI_WITH_SIGNATURE = URI.create("http://s3/bucket/key?signature=secret");

  private final AtomicInteger tries = new AtomicInteger();
  private final AtomicLong now = new AtomicLong();
  private final List<Long> pauses = new ArrayList<>();
  private final Retry retry = new Retry(Duration.ofMinutes(1), now::get, this::pause);

  @Test
  void goesOnUntilTheOtherSideAnswers() throws Exception {
    var answer =
        retry.call(
            "test",
            () -> {
              if (tries.incrementAndGet() < 4) {
                throw new IOException("away");
              }
              return "here";
            });
    assertThat(answer).isEqualTo("here");
    assertThat(tries).hasValue(4);
  }

  @Test
  void givesUpAtOnceWhenTheRequestIsRefused() {
    assertThatThrownBy(() -> retry.call("test", () -> refuse(422)))
        .isInstanceOf(HttpStatusException.class);
    assertThat(tries).hasValue(1);
  }

  @Test
  void givesUpAtOnceWhenTheDiskIsFull() {
    assertThatThrownBy(
            () ->
                retry.call(
                    "test",
                    () -> {
                      tries.incrementAndGet();
                      throw DiskException.of(
                          new IOException("No space left on device"), Path.of("/"));
                    }))
        .isInstanceOf(DiskException.class);
    assertThat(tries).hasValue(1);
  }

  @Test
  void slowsDownAndGivesUpAfterTheLimit() {
    assertThatThrownBy(() -> retry.call("test", () -> refuse(503)))
        .isInstanceOf(HttpStatusException.class);
    assertThat(pauses).containsExactly(500L, 1_000L, 2_000L, 4_000L, 8_000L, 15_000L, 15_000L);
  }

  @Test
  void endsWhenTheThreadIsInterrupted() {
    assertThatThrownBy(
            () ->
                retry.call(
                    "test",
                    () -> {
                      Thread.currentThread().interrupt();
                      throw new IOException("closed");
                    }))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void messagesHoldNoSignature() {
    assertThat(new HttpStatusException(URI_WITH_SIGNATURE, 403, "no"))
        .hasMessageContaining("http://s3/bucket/key")
        .message()
        .doesNotContain("secret");
  }

  private void pause(long millis) {
    pauses.add(millis);
    now.addAndGet(Duration.ofMillis(millis).toNanos());
  }

  private String refuse(int status) throws IOException {
    tries.incrementAndGet();
    throw new HttpStatusException(URI_WITH_SIGNATURE, status, "no");
  }
}
