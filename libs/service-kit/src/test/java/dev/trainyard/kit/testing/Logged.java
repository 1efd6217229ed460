package dev.trainyard.kit.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What is logged from now on, until it is closed. */
public final class Logged extends Handler implements AutoCloseable {
  private final List<LogRecord> records = new CopyOnWriteArrayList<>();

  public Logged() {
    Logger.getLogger("").addHandler(this);
  }

  @Override
  public void publish(LogRecord record) {
    records.add(record);
  }

  public boolean has(String text) {
    return count(text) > 0;
  }

  /** How many lines hold this. */
  public long count(String text) {
    return records.stream().filter(record -> record.getMessage().contains(text)).count();
  }

  public List<String> errors() {
    return records.stream()
        .filter(record -> record.getLevel().intValue() >= Level.SEVERE.intValue())
        .map(LogRecord::getMessage)
        .toList();
  }

  @Override
  public void flush() {
    // Nothing is held back.
  }

  @Override
  public void close() {
    Logger.getLogger("").removeHandler(this);
  }
}
