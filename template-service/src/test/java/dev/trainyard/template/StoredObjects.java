package dev.trainyard.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasSize;

import dev.trainyard.kit.storage.StorageConfig;
import dev.trainyard.template.dataset.DatasetConfig;
import io.minio.BucketExistsArgs;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** Looks behind the service's back: into the bucket, the database and the temporary folder. */
@ApplicationScoped
public class StoredObjects {
  @Inject StorageConfig storage;
  @Inject DatasetConfig datasets;
  @Inject DataSource database;

  /** Keys of a project's objects in the storage. */
  public List<String> keysOf(String project) {
    return keysBelow(project + "/");
  }

  /** Keys of objects in the storage that begin so. */
  public List<String> keysBelow(String prefix) {
    var client =
        MinioClient.builder()
            .endpoint(storage.endpoint().orElseThrow())
            .credentials(storage.accessKey().orElseThrow(), storage.secretKey().orElseThrow())
            .build();
    try {
      var bucket = datasets.bucket();
      var keys = new ArrayList<String>();
      if (client.bucketExists(BucketExistsArgs.builder().bucket(bucket).build())) {
        for (var item :
            client.listObjects(
                ListObjectsArgs.builder().bucket(bucket).prefix(prefix).recursive(true).build())) {
          keys.add(item.get().objectName());
        }
      }
      return keys;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Objects of a project that wait for their removal. */
  public int ownerless(String project) {
    try (var connection = database.getConnection();
        var select =
            connection.prepareStatement(
                "SELECT count(*) FROM object_disposal WHERE object_key LIKE ?")) {
      select.setString(1, project + "/%");
      try (var result = select.executeQuery()) {
        result.next();
        return result.getInt(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Changes what is known of an upload.
   *
   * @param assignment in SQL
   */
  public void changeUpload(UUID datasetId, String assignment) {
    try (var connection = database.getConnection();
        var update =
            connection.prepareStatement(
                "UPDATE dataset_upload SET " + assignment + " WHERE dataset_id = ?")) {
      update.setObject(1, datasetId);
      update.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Archives that were received and not deleted. */
  public List<String> temporaryFiles() {
    try (var files = Files.walk(datasets.workDirectory())) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.endsWith(".lock"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Requires that nothing of a project is kept anywhere. */
  public void requireNothingOf(String project) {
    Api.get("/api/v1/projects/" + project + "/datasets").body("items", hasSize(0));
    requireNothingStoredOf(project);
  }

  /** Requires that nothing of a project is kept but rows. */
  public void requireNothingStoredOf(String project) {
    assertThat(keysOf(project)).isEmpty();
    assertThat(keysBelow("uploads/")).isEmpty();
    assertThat(ownerless(project)).isZero();
    assertThat(temporaryFiles()).isEmpty();
  }
}
