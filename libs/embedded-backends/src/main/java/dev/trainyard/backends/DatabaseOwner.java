package dev.trainyard.backends;

/** Whose a database is: known to those who connect and to the process that makes it. */
public final class DatabaseOwner {
  private DatabaseOwner() {}

  /** The name of an ordinary user. */
  public static String of(String database) {
    return database + "_owner";
  }
}
