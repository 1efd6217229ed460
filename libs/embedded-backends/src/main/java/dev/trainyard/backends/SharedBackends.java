package dev.trainyard.backends;

import java.lang.reflect.InvocationTargetException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Servers that all tests of one JVM share: started at first use, stopped with the JVM. Quarkus
 * loads test classes anew for every start of the application; the servers therefore belong to the
 * copy of this class that the system class loader has, and only JDK types cross the border.
 */
public final class SharedBackends {

  private static final Map<BackendKind, AutoCloseable> SERVERS = new EnumMap<>(BackendKind.class);

  private SharedBackends() {}

  /**
   * Starts what is not yet running and returns the Quarkus configuration of it.
   *
   * @param database the database to create unless it exists; null for no PostgreSQL
   * @param kafka whether Kafka is needed
   * @param s3 whether S3 is needed
   */
  public static Map<String, String> configuration(String database, boolean kafka, boolean s3) {
    Class<?> owner = owner();
    if (owner == SharedBackends.class) {
      return startAndDescribe(database, kafka, s3);
    }
    try {
      Object answer =
          owner
              .getMethod("startAndDescribe", String.class, boolean.class, boolean.class)
              .invoke(null, database, kafka, s3);
      Map<String, String> configuration = new HashMap<>();
      ((Map<?, ?>) answer).forEach((key, value) -> configuration.put((String) key, (String) value));
      return configuration;
    } catch (InvocationTargetException e) {
      throw new BackendException(e.getCause().getMessage(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new BackendException("The system class loader has another version of this module", e);
    }
  }

  /** The same on this very copy of the class; see {@link #configuration}. */
  public static synchronized Map<String, String> startAndDescribe(
      String database, boolean kafka, boolean s3) {
    start(database != null, kafka, s3);
    Map<String, String> configuration = new HashMap<>();
    if (database != null) {
      PostgresServer server = (PostgresServer) SERVERS.get(BackendKind.POSTGRES);
      server.createDatabase(database);
      configuration.put("quarkus.datasource.jdbc.url", server.jdbcUrl(database));
      configuration.put("quarkus.datasource.username", PostgresServer.ownerOf(database));
      configuration.put("quarkus.datasource.password", server.password());
    }
    if (kafka) {
      KafkaServer server = (KafkaServer) SERVERS.get(BackendKind.KAFKA);
      configuration.put("kafka.bootstrap.servers", server.bootstrapServers());
    }
    if (s3) {
      S3Server server = (S3Server) SERVERS.get(BackendKind.S3);
      configuration.put("trainyard.storage.endpoint", server.endpoint().toString());
      configuration.put("trainyard.storage.access-key", server.accessKey());
      configuration.put("trainyard.storage.secret-key", server.secretKey());
    }
    return configuration;
  }

  /** Stops the servers of this copy; the next use starts new ones. */
  static synchronized void stop() {
    for (AutoCloseable server : SERVERS.values()) {
      EmbeddedBackends.closeQuietly(server);
    }
    SERVERS.clear();
  }

  /** Side by side, since each start waits for another process most of the time. */
  private static void start(boolean postgres, boolean kafka, boolean s3) {
    Map<BackendKind, CompletableFuture<AutoCloseable>> starts = new EnumMap<>(BackendKind.class);
    for (BackendKind kind : BackendKind.values()) {
      boolean wanted =
          switch (kind) {
            case POSTGRES -> postgres;
            case KAFKA -> kafka;
            case S3 -> s3;
          };
      if (wanted && !SERVERS.containsKey(kind)) {
        starts.put(kind, CompletableFuture.supplyAsync(() -> start(kind)));
      }
    }
    starts.forEach((kind, start) -> SERVERS.put(kind, start.join()));
  }

  private static AutoCloseable start(BackendKind kind) {
    Placement placement = Placement.temporary();
    return switch (kind) {
      case POSTGRES -> PostgresServer.start(PostgresServer.Options.of(placement));
      case KAFKA -> KafkaServer.start(KafkaServer.Options.of(placement));
      case S3 -> S3Server.start(S3Server.Options.of(placement));
    };
  }

  private static Class<?> owner() {
    try {
      return Class.forName(
          SharedBackends.class.getName(), true, ClassLoader.getSystemClassLoader());
    } catch (ClassNotFoundException e) {
      return SharedBackends.class;
    }
  }
}
