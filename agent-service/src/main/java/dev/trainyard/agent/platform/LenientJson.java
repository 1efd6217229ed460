package dev.trainyard.agent.platform;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import jakarta.inject.Singleton;
import java.io.IOException;

/**
 * JSON as the agent reads it from others: a field that a newer version added is no error.
 * Thread-safe.
 */
@Singleton
public class LenientJson {
  private final ObjectMapper mapper =
      new ObjectMapper()
          .registerModule(new JavaTimeModule())
          .registerModule(new Jdk8Module())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /**
   * Reads a value.
   *
   * @throws IOException if the text is no JSON or does not fit the type
   */
  public <T> T read(byte[] json, Class<T> type) throws IOException {
    var value = mapper.readValue(json, type);
    if (value == null) {
      throw new IOException("null where a " + type.getSimpleName() + " was expected");
    }
    return value;
  }

  /** Writes a value; throws {@link IOException} if it cannot be written as JSON. */
  public byte[] write(Object value) throws IOException {
    return mapper.writeValueAsBytes(value);
  }
}
