package dev.trainyard.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.contracts.trainer.TrainerMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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

  private JsonLines lines(ByteArrayOutputStream target) {
    return new JsonLines(new PrintStream(target, false, StandardCharsets.UTF_8), now::get);
  }

  private void pass(long seconds) {
    now.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }

  private List<String> lines() {
    return written.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
