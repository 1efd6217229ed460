package dev.trainyard.kit.integrity;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.trainyard.kit.persistence.JsonColumn;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.stream.Stream;

/** Keeps the last report. Thread-safe. */
@ApplicationScoped
@IfBuildProperty(name = "trainyard.integrity.enabled", stringValue = "true")
class ReconciliationStore {
  private static final Column JSON = new Column();

  private final EntityManager entities;

  ReconciliationStore(EntityManager entities) {
    this.entities = entities;
  }

  @Transactional
  void keep(ReconciliationReport report) {
    entities
        .createNativeQuery(
            "INSERT INTO reconciliation (report) VALUES (CAST(?1 AS jsonb))"
                + " ON CONFLICT (only_row) DO UPDATE SET report = excluded.report")
        .setParameter(1, JSON.convertToDatabaseColumn(report))
        .executeUpdate();
  }

  @Transactional
  Optional<ReconciliationReport> last() {
    Stream<?> reports =
        entities
            .createNativeQuery("SELECT CAST(report AS text) FROM reconciliation", String.class)
            .getResultStream();
    return reports.findFirst().map(String.class::cast).map(JSON::convertToEntityAttribute);
  }

  private static final class Column extends JsonColumn<ReconciliationReport> {
    Column() {
      super(new TypeReference<>() {});
    }
  }
}
