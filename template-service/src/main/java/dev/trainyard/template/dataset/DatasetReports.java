package dev.trainyard.template.dataset;

import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.template.archive.ArchiveReport;
import dev.trainyard.template.archive.Thumbnail;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;

/** The tables of what checks found. Every method wants a transaction. */
@ApplicationScoped
class DatasetReports {
  private static final ReportColumn JSON = new ReportColumn();

  private final Session database;

  DatasetReports(Session database) {
    this.database = database;
  }

  /**
   * Keeps what a check has found, which ends with this transaction; what the last one found goes.
   */
  void put(UUID datasetId, ArchiveReport report) {
    // The report refers to the dataset's row.
    database.flush();
    remove(datasetId);
    database.doWork(connection -> insert(connection, datasetId, report));
  }

  /** Forgets what a check has found. */
  void remove(UUID datasetId) {
    database
        .createNativeMutationQuery("DELETE FROM dataset_report WHERE dataset_id = ?1")
        .setParameter(1, datasetId)
        .executeUpdate();
  }

  private static void insert(Connection connection, UUID datasetId, ArchiveReport report)
      throws SQLException {
    try (var insert =
        connection.prepareStatement(
            "INSERT INTO dataset_report (dataset_id, content) VALUES (?, ?::jsonb)")) {
      insert.setObject(1, datasetId);
      insert.setString(2, JSON.convertToDatabaseColumn(StoredReport.of(report)));
      insert.executeUpdate();
    }
    try (var insert =
        connection.prepareStatement(
            """
            INSERT INTO dataset_thumbnail
                (dataset_id, number, file, path, test, class_name, jpeg)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """)) {
      for (var number = 0; number < report.thumbnails().size(); number++) {
        bind(insert, datasetId, number, report.thumbnails().get(number));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static void bind(
      java.sql.PreparedStatement insert, UUID datasetId, int number, Thumbnail thumbnail)
      throws SQLException {
    insert.setObject(1, datasetId);
    insert.setInt(2, number);
    insert.setString(3, thumbnail.file());
    insert.setString(4, thumbnail.path());
    insert.setBoolean(5, thumbnail.test());
    insert.setString(6, thumbnail.className());
    insert.setBytes(7, thumbnail.jpeg());
  }

  /**
   * What the check of a dataset found.
   *
   * @throws NotFoundException if there is no report
   */
  StoredReport report(UUID datasetId) {
    return database
        .createNativeQuery(
            "SELECT CAST(content AS text) FROM dataset_report WHERE dataset_id = ?1", String.class)
        .setParameter(1, datasetId)
        .uniqueResultOptional()
        .map(JSON::convertToEntityAttribute)
        .orElseThrow(() -> new NotFoundException("report of dataset", datasetId));
  }

  /** The thumbnails of a dataset, without the pictures. */
  List<ThumbnailView> thumbnails(UUID datasetId) {
    return database
        .createNativeQuery(
            """
            SELECT number, file, path, test, class_name FROM dataset_thumbnail
            WHERE dataset_id = ?1 ORDER BY number
            """,
            Object[].class)
        .setParameter(1, datasetId)
        .getResultStream()
        .map(
            row ->
                ThumbnailView.of(
                    datasetId,
                    (Integer) row[0],
                    (String) row[1],
                    (String) row[2],
                    (Boolean) row[3],
                    (String) row[4]))
        .toList();
  }

  /**
   * A picture.
   *
   * @throws NotFoundException if there is none of this number
   */
  byte[] jpeg(UUID datasetId, int number) {
    return database
        .createNativeQuery(
            "SELECT jpeg FROM dataset_thumbnail WHERE dataset_id = ?1 AND number = ?2",
            byte[].class)
        .setParameter(1, datasetId)
        .setParameter(2, number)
        .uniqueResultOptional()
        .orElseThrow(() -> new NotFoundException("thumbnail", number));
  }
}
