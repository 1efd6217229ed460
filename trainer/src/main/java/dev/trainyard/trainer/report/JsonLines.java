package dev.trainyard.trainer.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.trainyard.contracts.process.FailureCause;
import dev.trainyard.contracts.trainer.TrainerMessage;
import dev.trainyard.trainer.TrainingFailure;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Writes every message as one line of JSON, for programs. A run that gets on without a message says
 * so every few seconds: whoever waits for it can tell it from one that hangs.
 */
public final class JsonLines implements MessageSink {
  private static final long LONGEST_SILENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final ObjectMapper mapper = mapper();
  private final PrintStream out;
  private final LongSupplier nanoTime;
  private long written;

  public JsonLines(PrintStream out) {
    this(out, System::nanoTime);
  }

  JsonLines(PrintStream out, LongSupplier nanoTime) {
    this.out = out;
    this.nanoTime = nanoTime;
    this.written = nanoTime.getAsLong();
  }

  /** A mapper that reads and writes what the trainer exchanges with others. */
  public static ObjectMapper mapper() {
    return JsonMapper.builder()
        .addModule(new JavaTimeModule())
        .addModule(new Jdk8Module())
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .build();
  }

  /**
   * @throws TrainingFailure {@code STORAGE_ERROR} if the line cannot be written: a run that cannot
   *     say how it goes must not go on unheard
   */
  @Override
  public void accept(TrainerMessage message) {
    try {
      // writerFor keeps the type property also where the static type is the record's own.
      out.println(mapper.writerFor(TrainerMessage.class).writeValueAsString(message));
      if (out.checkError()) {
        throw new TrainingFailure(
            FailureCause.STORAGE_ERROR,
            "standard output cannot be written; free some space where it goes, then start again",
            List.of());
      }
      written = nanoTime.getAsLong();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a message cannot be written as JSON", e);
    }
  }

  @Override
  public void alive() {
    if (nanoTime.getAsLong() - written >= LONGEST_SILENCE_NANOS) {
      accept(new TrainerMessage.Alive());
    }
  }
}
