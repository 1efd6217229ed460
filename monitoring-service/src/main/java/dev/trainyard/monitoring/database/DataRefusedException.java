package dev.trainyard.monitoring.database;

import java.sql.SQLException;

/** The database cannot hold a value, however often it is sent. */
public class DataRefusedException extends RuntimeException {
  DataRefusedException(SQLException cause) {
    super(cause.getMessage(), cause);
  }
}
