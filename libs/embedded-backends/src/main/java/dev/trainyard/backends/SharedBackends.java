package dev.trainyard.backends;

import dev.trainyard.backends.SharedServers.SharedServer;
import java.lang.reflect.InvocationTargetException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Servers that all tests of one JVM share: started at first use, stopped with the JVM. Quarkus
 * loads test classes anew for every start of the application; the servers therefore belong to the
 * copy of this class that the system class loader has, and only JDK types cross the border.
 */
public final class SharedBackends {

  private static final Map<BackendKind, SharedServer> SERVERS = new EnumMap<>(BackendKind.class);

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
    Set<BackendKind> wanted = EnumSet.noneOf(BackendKind.class);
    if (database != null) {
      wanted.add(BackendKind.POSTGRES);
    }
    if (kafka) {
      wanted.add(BackendKind.KAFKA);
    }
    if (s3) {
      wanted.add(BackendKind.S3);
    }
    start(wanted);
    Map<String, String> configuration = new HashMap<>();
    wanted.forEach(kind -> configuration.putAll(SERVERS.get(kind).configuration(database)));
    return configuration;
  }

  /** Stops the servers of this copy; the next use starts new ones. */
  static synchronized void stop() {
    SERVERS.values().forEach(SharedServer::close);
    SERVERS.clear();
  }

  /** Side by side, since each start waits for another process most of the time. */
  private static void start(Set<BackendKind> wanted) {
    SharedServers source = source();
    Map<BackendKind, CompletableFuture<SharedServer>> starts = new EnumMap<>(BackendKind.class);
    for (BackendKind kind : wanted) {
      if (!SERVERS.containsKey(kind)) {
        starts.put(kind, CompletableFuture.supplyAsync(() -> source.start(kind)));
      }
    }
    starts.forEach((kind, start) -> SERVERS.put(kind, start.join()));
  }

  private static SharedServers source() {
    String wanted = System.getProperty(SharedServers.PROPERTY, "");
    SharedServers embedded = new EmbeddedServers();
    if (wanted.isEmpty() || wanted.equals(embedded.name())) {
      return embedded;
    }
    for (SharedServers found :
        ServiceLoader.load(SharedServers.class, SharedBackends.class.getClassLoader())) {
      if (found.name().equals(wanted)) {
        return found;
      }
    }
    throw new BackendException(
        ("There are no servers named '%s' for tests (%s) on the class"
                + " path: mvn -Pcontainers brings those in containers")
            .formatted(wanted, SharedServers.PROPERTY));
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
