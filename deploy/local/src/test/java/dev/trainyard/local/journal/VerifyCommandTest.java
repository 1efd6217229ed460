package dev.trainyard.local.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.trainyard.backends.identity.LocalIssuer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class VerifyCommandTest {
  private static final String OK_DAY =
      """
      {"day": "2026-11-20", "result": "OK", "entries": 5, "lastHash": "9f86"}""";
  private static final String ARCHIVED_DAY =
      """
      {"day": "2025-11-20", "result": "OK", "entries": 2, "lastHash": "1b2c",
       "archive": "trainyard-journal/journal/2025/11/2025-11-20.jsonl.gz"}""";
  private static final String WRONG_DAY =
      """
      {"day": "2026-11-21", "result": "MISSING", "entries": 4, "lastHash": "a0b1", "firstNumber": 3,
       "lastNumber": 3, "detail": "Entry 3 of 4 is not there."}""";

  @TempDir Path data;

  private final List<String> asked = new ArrayList<>();
  private final StringWriter output = new StringWriter();
  private final StringWriter errors = new StringWriter();
  private HttpServer platform;
  private int status = 200;
  private String answer;

  @BeforeEach
  void start() throws IOException {
    platform = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    platform.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().toString());
          var shown = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
          var body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(shown.startsWith("Bearer ey") ? status : 401, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    platform.start();
  }

  @AfterEach
  void stop() {
    platform.stop(0);
  }

  @Test
  void endsWellWhenEveryDayIsIntact() {
    answer = "{\"intact\": true, \"days\": [" + ARCHIVED_DAY + "," + OK_DAY + "]}";

    assertThat(verify()).isZero();
    assertThat(output.toString().lines())
        .containsExactly(
            "2025-11-20  OK           entries=2 lastHash=1b2c"
                + " archive=trainyard-journal/journal/2025/11/2025-11-20.jsonl.gz",
            "2026-11-20  OK           entries=5 lastHash=9f86",
            "The journal is intact: days=2");
    assertThat(asked).containsExactly("/api/v1/journal/verification");
  }

  @Test
  void endsWithOneAndSaysWhichEntriesAreWrong() {
    answer = "{\"intact\": false, \"days\": [" + OK_DAY + "," + WRONG_DAY + "]}";

    assertThat(verify()).isOne();
    assertThat(output.toString())
        .contains("2026-11-21  MISSING      Entry 3 of 4 is not there.")
        .contains("The journal is NOT intact: days=2 wrong=1");
  }

  @Test
  void asksForTheDaysThatAreWanted() {
    answer = "{\"intact\": true, \"days\": []}";

    verify("--from", "2026-11-01", "--to", "2026-11-30");
    verify("--to", "2026-11-30");
    assertThat(asked)
        .containsExactly(
            "/api/v1/journal/verification?from=2026-11-01&to=2026-11-30",
            "/api/v1/journal/verification?to=2026-11-30");
  }

  @Test
  void endsWithTwoWhenTheServiceDoesNotAnswer() {
    status = 503;
    answer = "{\"detail\": \"The service does not answer. Try again later.\"}";

    assertThat(verify()).isEqualTo(2);
    assertThat(errors.toString()).contains("cannot be asked", "Try again later", "--address");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:1", "localhost:8080", "nowhere"})
  void endsWithTwoWhenNothingIsThere(String address) {
    assertThat(run("--address", address)).isEqualTo(2);
    assertThat(errors.toString()).contains("cannot be asked");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--from=yesterday",
        "--to=2026-11-31",
        "--address=127.0.0.1:80",
        "--since=2026-11-01"
      })
  void endsWithTwoWhenItIsWrittenWrongly(String option) {
    assertThat(run(option)).isEqualTo(2);
    assertThat(errors.toString()).contains("--");
  }

  @Test
  void explainsItself() {
    assertThat(run("--help")).isZero();
    assertThat(output.toString()).contains("--from=DAY", "--to=DAY", "Exit codes:", "altered");
  }

  private int verify(String... options) {
    LocalIssuer.keptIn(data.resolve("identity"));
    var all = new ArrayList<>(List.of(options));
    all.add("--data=" + data);
    all.add("--address=http://127.0.0.1:" + platform.getAddress().getPort());
    return run(all.toArray(String[]::new));
  }

  private int run(String... arguments) {
    return new CommandLine(new VerifyCommand())
        .setOut(new PrintWriter(output, true))
        .setErr(new PrintWriter(errors, true))
        .execute(arguments);
  }
}
