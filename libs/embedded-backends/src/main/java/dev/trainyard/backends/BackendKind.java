package dev.trainyard.backends;

import java.util.List;

/** The servers this module knows: what their process runs and how much memory it gets. */
public enum BackendKind {
  POSTGRES("postgres", "PostgreSQL", "PostgresMain", "-Xmx64m"),
  KAFKA("kafka", "Kafka", "KafkaMain", "-Xmx320m"),
  S3("s3", "S3", "S3Main", "-Xmx192m");

  private final String id;
  private final String title;
  private final String mainClass;
  private final String heap;

  BackendKind(String id, String title, String mainClass, String heap) {
    this.id = id;
    this.title = title;
    this.mainClass = mainClass;
    this.heap = heap;
  }

  /** Short name for files and directories. */
  String id() {
    return id;
  }

  /** Name for messages. */
  String title() {
    return title;
  }

  /** The class whose main method is the server. */
  String mainClass() {
    return "dev.trainyard.backends.child." + mainClass;
  }

  /** Small and quick to start rather than fast in the long run: one machine, few clients. */
  List<String> jvmOptions() {
    return List.of(
        heap,
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:-UsePerfData",
        "-Djava.awt.headless=true",
        "-Dfile.encoding=UTF-8",
        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
        "-Dorg.slf4j.simpleLogger.showDateTime=true",
        "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSS");
  }
}
