package dev.trainyard.kit.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.kit.testing.MigrationRules;
import dev.trainyard.kit.testing.ReleasedMigrations;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationRulesTest {
  private static final String RELEASE = "1.2.0";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DROP TABLE model;",
        "ALTER TABLE model DROP COLUMN name;",
        "ALTER TABLE model DROP name;",
        "ALTER TABLE model RENAME TO models;",
        "ALTER TABLE model RENAME COLUMN name TO title;",
        "ALTER TABLE model ALTER COLUMN size TYPE bigint;",
        "ALTER TABLE model ALTER size SET DATA TYPE bigint;",
        "ALTER TABLE model ADD COLUMN a int,\n  ALTER COLUMN size SET NOT NULL;",
        "ALTER TABLE model ADD COLUMN a text NOT NULL;",
        "ALTER TABLE model ADD COLUMN a text DEFAULT 'x', ADD COLUMN b text NOT NULL;",
        "ALTER TABLE model ALTER COLUMN size DROP NOT NULL;",
        "ALTER TABLE model ALTER COLUMN size DROP DEFAULT;",
        "ALTER TABLE model ADD CONSTRAINT small CHECK (size < 9);",
        "ALTER TABLE model ADD UNIQUE (name);",
        "CREATE UNIQUE INDEX model_name ON model (name);"
      })
  void refusesWhatTheLastReleaseCannotWorkWith(String sql) {
    assertThat(MigrationRules.breaks(sql, RELEASE)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE note (id uuid PRIMARY KEY, text text NOT NULL);",
        "CREATE TABLE note (id uuid); ALTER TABLE note ADD CHECK (id IS NOT NULL);",
        "CREATE TABLE note (id uuid); CREATE UNIQUE INDEX note_id ON note (id);",
        "ALTER TABLE model ADD COLUMN note text;",
        "ALTER TABLE model ADD COLUMN note text NOT NULL DEFAULT '';",
        "ALTER TABLE model ALTER COLUMN note SET DEFAULT '', ALTER COLUMN note SET NOT NULL;",
        "CREATE INDEX model_note ON model (note); DROP INDEX model_old;",
        "ALTER TABLE model DROP CONSTRAINT small;",
        "-- DROP TABLE model is for later.\nUPDATE model SET note = '';"
      })
  void letsThroughWhatIsNewToIt(String sql) {
    assertThat(MigrationRules.breaks(sql, RELEASE)).isEmpty();
  }

  @Test
  void letsGoWhatThatReleaseNoLongerUses() {
    var sql = "-- contract: since %s, which reads title.%nALTER TABLE model DROP COLUMN name;";
    assertThat(MigrationRules.breaks(sql.formatted("1.1.9"), RELEASE)).isEmpty();
    assertThat(MigrationRules.breaks(sql.formatted("1.2.0"), RELEASE)).isEmpty();
    assertThat(MigrationRules.breaks(sql.formatted("1.10"), RELEASE)).isNotEmpty();
  }

  @Test
  void theKitKeepsToIt() throws IOException {
    ReleasedMigrations.require(Path.of("../.."), Path.of("src/main/resources/db/service-kit"));
  }
}
