package dev.trainyard.backends;

import java.util.List;
import java.util.stream.Stream;

/** The servers this module knows: what their process runs and how much memory it gets. */
public enum BackendKind {
  POSTGRES("postgres", "PostgreSQL", "PostgresMain", "-Xmx64m", "-XX:TieredStopAtLevel=1"),
  /** Its log says who was denied what. */
  KAFKA(
      "kafka",
      "Kafka",
      "KafkaMain",
      "-Xmx320m",
      "-XX:TieredStopAtLevel=1",
      "-Dorg.slf4j.simpleLogger.log.kafka.authorizer.logger=info"),
  /** Digests whole files, for which the quick compiler does not know the fast instructions. */
  S3("s3", "S3", "S3Main", "-Xmx192m");

  private static final List<String> COMMON_OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:-UsePerfData",
          "-Djava.awt.headless=true",
          "-Dfile.encoding=UTF-8",
          "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
          "-Dorg.slf4j.simpleLogger.showDateTime=true",
          "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSS");

  private final String id;
  private final String title;
  private final String mainClass;
  private final List<String> ownOptions;

  BackendKind(String id, String title, String mainClass, String... ownOptions) {
    this.id = id;
    this.title = title;
    this.mainClass = mainClass;
    this.ownOptions = List.of(ownOptions);
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
    return Stream.concat(ownOptions.stream(), COMMON_OPTIONS.stream()).toList();
  }
}
