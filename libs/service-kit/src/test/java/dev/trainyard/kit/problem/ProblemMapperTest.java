package dev.trainyard.kit.problem;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProblemMapperTest {
  private static final UriInfo URI =
      (UriInfo)
          Proxy.newProxyInstance(
              UriInfo.class.getClassLoader(),
              new Class<?>[] {UriInfo.class},
              (proxy, method, arguments) -> "/api/v1/processes");

  static Stream<Throwable> absences() {
    var failedCommit = new IllegalStateException("could not commit");
    failedCommit.addSuppressed(new SQLException("connection reset", "08006"));
    return Stream.of(
        new SQLTransientConnectionException("no connection"),
        new SQLException("refused", "08001"),
        new SQLException("terminating connection due to administrator command", "57P01"),
        new SQLException("the database system is starting up", "57P03"),
        new SQLException("sorry, too many clients already", "53300"),
        new SQLException("Acquisition timeout while waiting for new connection"),
        new SQLException("Sorry, acquisition timeout!"),
        new IllegalStateException(new RuntimeException(new SQLException("reset", "08006"))),
        failedCommit);
  }

  @ParameterizedTest
  @MethodSource("absences")
  void namesTheDatabaseWhenItDoesNotAnswer(Throwable exception) {
    var response = new ProblemMapper().unexpected(exception, URI);
    assertThat(response.getStatus()).isEqualTo(503);
    assertThat(response.getMediaType()).hasToString(Problem.MEDIA_TYPE);
    var problem = (Problem) response.getEntity();
    assertThat(problem.type()).isEqualTo("urn:trainyard:problem:dependency-unavailable");
    assertThat(problem.fields()).containsEntry("dependency", "database");
    assertThat(problem.detail()).contains("does not answer");
  }

  @Test
  void blamesNoDatabaseThatAnswers() {
    for (var state : new String[] {"23505", "42P01", "40001", "57014"}) {
      var response =
          new ProblemMapper()
              .unexpected(new RuntimeException(new SQLException("refused", state)), URI);
      assertThat(response.getStatus()).isEqualTo(500);
      assertThat(((Problem) response.getEntity()).fields()).containsOnlyKeys("traceId");
    }
  }
}
