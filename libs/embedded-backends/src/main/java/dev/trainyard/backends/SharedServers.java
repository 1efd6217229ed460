package dev.trainyard.backends;

import java.util.Map;

/**
 * Where the servers that tests share come from: processes of this module, unless the system
 * property {@value #PROPERTY} names others, which are found as services.
 */
public interface SharedServers {

  /** Names a way to start servers, such as {@code containers}. */
  String PROPERTY = "trainyard.test.backends";

  /** What the property says to choose these. */
  String name();

  /**
   * Starts a server and returns when it answers.
   *
   * @throws BackendException if it does not start, with the reason
   */
  SharedServer start(BackendKind kind);

  /** A server, and how a Quarkus application reaches it. */
  interface SharedServer extends AutoCloseable {

    /**
     * The configuration of an application.
     *
     * @param database the database to create unless it exists, with an owner that is an ordinary
     *     user; of PostgreSQL only
     */
    Map<String, String> configuration(String database);

    @Override
    void close();
  }
}
