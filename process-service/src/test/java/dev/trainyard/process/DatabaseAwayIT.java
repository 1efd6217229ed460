package dev.trainyard.process;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** Who does not answer is named; what the database would refuse never reaches it. */
@QuarkusTest
@Backends
class DatabaseAwayIT {
  private static final String PROCESSES = "/api/v1/processes";

  @Inject AgroalDataSource dataSource;

  @Test
  void namesTheDatabaseWhenItGivesNoConnection() throws SQLException {
    var taken = new ArrayList<Connection>();
    try {
      takeAll(taken);
      Api.get(PROCESSES)
          .statusCode(503)
          .contentType("application/problem+json")
          .body("type", is("urn:trainyard:problem:dependency-unavailable"))
          .body("dependency", is("database"))
          .body("detail", notNullValue());
    } finally {
      for (var connection : taken) {
        connection.close();
      }
    }
    Api.get(PROCESSES).statusCode(200);
  }

  @Test
  void namesTheQueryParameterWithATimeThatTheDatabaseDoesNotKnow() {
    Api.get(PROCESSES + "?createdFrom=%2B300000-01-01T00:00:00Z")
        .statusCode(400)
        .contentType("application/problem+json")
        .body("violations.field", contains("createdFrom"));
  }

  /** The pool says that it has no more by an exception, after the acquisition time-out. */
  private void takeAll(ArrayList<Connection> taken) {
    try {
      while (true) {
        taken.add(dataSource.getConnection());
      }
    } catch (SQLException e) {
      // All are taken.
    }
  }
}
