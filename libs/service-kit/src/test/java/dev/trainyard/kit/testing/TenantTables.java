package dev.trainyard.kit.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/** The tables of a service, each of which shows a tenant its own rows or says why it does not. */
public final class TenantTables {
  /** Of the kit, and the same in every service. */
  private static final Set<String> OF_THE_KIT =
      Set.of(
          "flyway_schema_history",
          "outbox",
          "outbox_rejected",
          "object_disposal",
          "file_integrity",
          "reconciliation");

  private static final String UNGUARDED =
      """
      SELECT t.relname FROM pg_class t
      WHERE t.relnamespace = 'public'::regnamespace AND t.relkind IN ('r', 'p')
        AND NOT t.relispartition
        AND NOT (t.relrowsecurity AND t.relforcerowsecurity AND EXISTS (
          SELECT FROM pg_policies p
          WHERE p.schemaname = 'public' AND p.tablename = t.relname AND p.policyname = 'tenant'
            AND p.permissive = 'PERMISSIVE' AND p.cmd = 'ALL' AND p.with_check IS NULL AND p.qual =
              '((tenant >= current_setting(''trainyard.tenant''::text, true)) AND '
              '(tenant <= current_setting(''trainyard.last_tenant''::text, true)))'))
      """;

  /** What opens more than a table's own policy does, as {@code table policy}. */
  private static final String FURTHER_POLICIES =
      """
      SELECT tablename || ' ' || policyname FROM pg_policies
      WHERE schemaname = 'public' AND policyname <> 'tenant'
      """;

  private TenantTables() {}

  /**
   * Fails if a table has rows of tenants and no policy that keeps them apart.
   *
   * @param global tables whose rows belong to no tenant
   * @param further policies that show more than a tenant's own, as {@code table policy}
   */
  public static void requireApart(DataSource dataSource, Set<String> global, Set<String> further)
      throws SQLException {
    try (var connection = dataSource.getConnection()) {
      var unguarded = texts(connection, UNGUARDED);
      unguarded.removeAll(OF_THE_KIT);
      assertThat(unguarded)
          .as("tables without a policy")
          .containsExactlyInAnyOrderElementsOf(global);
      assertThat(texts(connection, FURTHER_POLICIES)).containsExactlyInAnyOrderElementsOf(further);
    }
  }

  private static List<String> texts(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var result = statement.executeQuery(sql)) {
      var found = new ArrayList<String>();
      while (result.next()) {
        found.add(result.getString(1));
      }
      return found;
    }
  }
}
