package dev.trainyard.monitoring;

import dev.trainyard.backends.SharedBackends;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/** Databases of a test alone, to be migrated step by step. */
public final class EmptyDatabase {
  public static final String LATEST = "latest";

  private EmptyDatabase() {}

  public static DataSource named(String name) {
    var settings = SharedBackends.configuration(name, false, false);
    var source = new PGSimpleDataSource();
    source.setURL(settings.get("quarkus.datasource.jdbc.url"));
    source.setUser(settings.get("quarkus.datasource.username"));
    source.setPassword(settings.get("quarkus.datasource.password"));
    // For all tenants, as the service's own migrations.
    source.setOptions("-c trainyard.tenant= -c trainyard.last_tenant=~");
    return source;
  }

  /**
   * @param target the last migration, such as {@code 8}
   */
  public static void migrate(DataSource source, String target) {
    Flyway.configure()
        .dataSource(source)
        .locations("filesystem:src/main/resources/db/migration")
        .target(target)
        .load()
        .migrate();
  }
}
