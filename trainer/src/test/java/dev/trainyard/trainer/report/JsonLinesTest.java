package dev.trainyard.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.contracts.process.FailureCause;
import dev.trainyard.contracts.trainer.TrainerMessage;
import dev.trainyard.trainer.TrainingFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class JsonLinesTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final AtomicLong now = new AtomicLong(7);

  @Test
  void saysThatItIsAliveAfterFiveSecondsOfSilenceOnly() throws IOException {
    var lines = lines(written);
    lines.alive();
    pass(4);
    lines.accept(new TrainerMessage.Checkpoint(1));
    pass(4);
    lines.alive();
    assertThat(lines()).hasSize(1);
    pass(1);
    lines.alive();
    lines.alive();
    pass(5);
    lines.alive();
    assertThat(lines()).hasSize(3).endsWith("{\"type\":\"alive\"}", "{\"type\":\"alive\"}");
    assertThat(JsonLines.mapper().readValue(lines().get(2), TrainerMessage.class))
        .isEqualTo(new TrainerMessage.Alive());
  }

  @Test
  void failsWhenTheDiskIsFull() {
    var full =
        new OutputStream() {
          @Override
          public void write(int character) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    var lines = lines(full);
    var message = new TrainerMessage.Checkpoint(1);
    assertThatThrownBy(() -> lines.accept(message))
        .isInstanceOfSatisfying(
            TrainingFailure.class,
            failure -> assertThat(failure.failureCause()).isEqualTo(FailureCause.STORAGE_ERROR));
  }

  private JsonLines lines(OutputStream target) {
    return new JsonLines(new PrintStream(target, false, StandardCharsets.UTF_8), now::get);
  }

  private void pass(long seconds) {
    now.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }

  private List<String> lines() {
    return written.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
