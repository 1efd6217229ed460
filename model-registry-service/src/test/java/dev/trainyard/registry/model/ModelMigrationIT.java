package dev.trainyard.registry.model;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** Models that are there when the service is updated; in a schema of their own. */
@RegistryTest
class ModelMigrationIT {
  private static final String SCHEMA = "before_the_update";
  private static final String DIGEST = "ab".repeat(32);
  private static final String MODEL =
      """
      INSERT INTO %s.model (id, revision, name, name_key, version, status, project_id, model_type, metrics,
          archive_key, sha256, size_bytes, config, created_at, ready_at, upload_requested_at,
          upload_expires_at, origin)
      VALUES (gen_random_uuid(), 0, ?, 'm', 1, 'READY', gen_random_uuid(), 'classifier', '{}',
          'key', '', 1, ?, now(), now(), now(), now(), 'IMPORTED')
      """;

  private static final String FACTS =
      """
      SELECT concat_ws(' ', name, coalesce(dataset_digest, 'null'),
          coalesce(template_revision::text, 'null'), coalesce(code_version, 'null'),
          coalesce(base_model_sha256, 'null'))
      FROM %s.model ORDER BY name
      """;

  @Inject DataSource database;

  @Test
  void areFoundByWhatTheirConfigSays() throws SQLException {
    migrate("010");
    add("full", config(DIGEST, "7", "\"1.0\"", "\"" + DIGEST + "\""));
    add("odd", config("AB", "\"x\"", "\"" + "9".repeat(300) + "\"", "1"));
    add("nul", "{\"lineage\": {\"datasetDigest\": \"\\u0000\"}}");
    add("bare", "{}");

    migrate("011");

    assertThat(facts())
        .containsExactly(
            "bare null null null null",
            "full %s 7 1.0 %s".formatted(DIGEST, DIGEST),
            "nul null null null null",
            "odd null null null null");
  }

  private void migrate(String target) {
    Flyway.configure()
        .dataSource(database)
        .schemas(SCHEMA)
        .locations("filesystem:src/main/resources/db/migration")
        .target(target)
        .load()
        .migrate();
  }

  private static String config(String digest, String revision, String version, String base) {
    return """
        {"lineage": {"datasetDigest": "%s", "templateRevision": %s}, "versions": {"trainer": %s},
         "training": {"baseWeightsSha256": %s}}"""
        .formatted(digest, revision, version, base);
  }

  private void add(String name, String config) throws SQLException {
    try (var connection = database.getConnection();
        var insert = connection.prepareStatement(MODEL.formatted(SCHEMA))) {
      insert.setString(1, name);
      insert.setString(2, config);
      insert.executeUpdate();
    }
  }

  private List<String> facts() throws SQLException {
    var facts = new ArrayList<String>();
    try (var connection = database.getConnection();
        var select = connection.prepareStatement(FACTS.formatted(SCHEMA));
        var rows = select.executeQuery()) {
      while (rows.next()) {
        facts.add(rows.getString(1));
      }
    }
    return facts;
  }
}
