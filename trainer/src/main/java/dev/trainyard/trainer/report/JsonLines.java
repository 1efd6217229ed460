package dev.trainyard.trainer.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.trainyard.contracts.trainer.TrainerMessage;
import java.io.PrintStream;

/** Writes every message as one line of JSON, for programs. */
public final class JsonLines implements MessageSink {
  private final ObjectMapper mapper = mapper();
  private final PrintStream out;

  public JsonLines(PrintStream out) {
    this.out = out;
  }

  /** A mapper that reads and writes what the trainer exchanges with others. */
  public static ObjectMapper mapper() {
    return JsonMapper.builder()
        .addModule(new JavaTimeModule())
        .addModule(new Jdk8Module())
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .build();
  }

  @Override
  public void accept(TrainerMessage message) {
    try {
      // writerFor keeps the type property also where the static type is the record's own.
      out.println(mapper.writerFor(TrainerMessage.class).writeValueAsString(message));
      out.flush();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a message cannot be written as JSON", e);
    }
  }
}
