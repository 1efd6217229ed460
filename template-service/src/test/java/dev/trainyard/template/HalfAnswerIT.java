package dev.trainyard.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.kit.testing.Logged;
import dev.trainyard.kit.testing.SlowClient;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What a client sees of an answer that breaks off in its middle. */
@QuarkusTest
@Backends
class HalfAnswerIT {
  /** The last of a body whose length was not announced. */
  private static final String END = "\r\n0\r\n\r\n";

  @TestHTTPResource("/half-answer")
  URI address;

  @Test
  void endsWithTheConnectionAndNotWithWhatLooksWhole() throws IOException {
    try (var logged = new Logged()) {
      assertThat(readOf("announced=true")).hasSizeBetween(1, HalfAnswerResource.HALF);
      assertThat(readOf("announced=false")).doesNotEndWith(END);
      assertThat(logged.has("Answer broken off")).isTrue();
      assertThat(logged.errors()).isEmpty();
    }
  }

  /** Ends only when the service ends the connection. */
  private String readOf(String query) throws IOException {
    try (var client = new SlowClient(URI.create(address + "?" + query), "")) {
      client.readHead();
      return new String(client.readToTheEnd(), StandardCharsets.ISO_8859_1);
    }
  }
}
