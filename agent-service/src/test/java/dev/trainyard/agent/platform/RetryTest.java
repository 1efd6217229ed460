package dev.trainyard.agent.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RetryTest {
  private static final URI URI_WITH_SIGNATURE = URI.create("http://s3/bucket/key?signature=secret");

  private final AtomicInteger tries = new AtomicInteger();
  private final Retry retry = new Retry(Duration.ofSeconds(10), Duration.ofMillis(1));

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
  void givesUpAfterTheLimit() {
    var impatient = new Retry(Duration.ofMillis(20), Duration.ofMillis(5));
    assertThatThrownBy(() -> impatient.call("test", () -> refuse(503)))
        .isInstanceOf(HttpStatusException.class);
    assertThat(tries.get()).isBetween(2, 5);
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

  private String refuse(int status) throws IOException {
    tries.incrementAndGet();
    throw new HttpStatusException(URI_WITH_SIGNATURE, status, "no");
  }
}
