package dev.trainyard.backends;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A real PostgreSQL server in processes of its own. It ends with {@link #close()} or with this JVM,
 * however that ends. Thread-safe.
 */
public final class PostgresServer implements AutoCloseable {

  /**
   * System property for a JVM of root: {@code NAMESPACE} or {@code NOBODY} instead of the automatic
   * choice of the user that PostgreSQL runs as.
   */
  static final String USER_PROPERTY = "trainyard.backends.postgres-user";

  /**
   * System property that names another PostgreSQL, by the directory that holds {@code bin}, instead
   * of the one that this module brings: to use tools that know only that version.
   */
  public static final String HOME_PROPERTY = "trainyard.backends.postgres-home";

  private static final Pattern DATABASE_NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  private final BackendProcess process;
  private final Credentials credentials;

  private PostgresServer(BackendProcess process, Credentials credentials) {
    this.process = process;
    this.credentials = credentials;
  }

  /**
   * What to start.
   *
   * @param placement data directory and address
   * @param credentials the super user; fixed when a data directory is created
   * @param databases databases that exist when the start returns
   */
  public record Options(Placement placement, Credentials credentials, List<String> databases) {

    public Options {
      databases = List.copyOf(databases);
      databases.forEach(PostgresServer::checkName);
    }

    /** User and password {@code trainyard}, no databases yet. */
    public static Options of(Placement placement) {
      return new Options(placement, new Credentials("trainyard", "trainyard"), List.of());
    }

    /** The same with these databases. */
    public Options withDatabases(String... names) {
      return new Options(placement, credentials, List.of(names));
    }

    /** The same with another super user. */
    public Options withCredentials(Credentials newCredentials) {
      return new Options(placement, newCredentials, databases);
    }
  }

  /**
   * Starts the server and returns when it answers.
   *
   * @throws BackendException if it does not start, with the reason and the end of its log
   */
  public static PostgresServer start(Options options) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("username", options.credentials().name());
    settings.put("password", options.credentials().secret());
    settings.put("databases", String.join(",", options.databases()));
    settings.put("run-as", System.getProperty(USER_PROPERTY, ""));
    settings.put("home", System.getProperty(HOME_PROPERTY, ""));
    return new PostgresServer(
        BackendProcess.start(BackendKind.POSTGRES, options.placement(), settings),
        options.credentials());
  }

  /** Creates the database unless it exists. */
  public void createDatabase(String name) {
    checkName(name);
    process.command("create-database " + name);
  }

  /** The JDBC URL of a database, without user and password. */
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://" + host() + ":" + port() + "/" + database;
  }

  public String host() {
    return process.host();
  }

  public int port() {
    return process.port();
  }

  /**
   * Who owns a database: an ordinary user, as services connect with; the password is that of the
   * super user.
   */
  public static String ownerOf(String database) {
    return DatabaseOwner.of(database);
  }

  /** The super user. */
  public String username() {
    return credentials.name();
  }

  public String password() {
    return credentials.secret();
  }

  /** The id of the process that runs and watches the server. */
  public long pid() {
    return process.pid();
  }

  /** Ends it without a warning, as a power cut would; data that is kept stays. */
  void kill() {
    process.kill();
  }

  @Override
  public void close() {
    process.close();
  }

  private static void checkName(String name) {
    if (!DATABASE_NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "A database name is a small letter and then small letters, digits or _, not " + name);
    }
  }
}
