package dev.trainyard.kit.problem;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells whether an exception means that the database does not answer. */
final class DatabaseAbsence {
  /**
   * SQL states: connection exceptions, too many connections, and a server that shuts down, has
   * crashed or starts.
   */
  private static final Pattern STATES = Pattern.compile("08...|53300|57P0.");

  /** The connection pool says it with neither a state nor a class of its own. */
  private static final Pattern POOL_TIMEOUT =
      Pattern.compile("acquisition timeout", Pattern.CASE_INSENSITIVE);

  private DatabaseAbsence() {}

  /** What says so among the exception, its causes and what a failed commit suppressed. */
  static Optional<SQLException> causeOf(Throwable exception) {
    for (var cause = exception; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && meansAbsence(sql)) {
        return Optional.of(sql);
      }
      var suppressed =
          Arrays.stream(cause.getSuppressed())
              .map(DatabaseAbsence::causeOf)
              .flatMap(Optional::stream)
              .findFirst();
      if (suppressed.isPresent()) {
        return suppressed;
      }
    }
    return Optional.empty();
  }

  private static boolean meansAbsence(SQLException exception) {
    if (exception instanceof SQLTransientConnectionException
        || exception instanceof SQLNonTransientConnectionException) {
      return true;
    }
    var state = exception.getSQLState();
    return state == null
        ? exception.getMessage() != null && POOL_TIMEOUT.matcher(exception.getMessage()).find()
        : STATES.matcher(state).matches();
  }
}
