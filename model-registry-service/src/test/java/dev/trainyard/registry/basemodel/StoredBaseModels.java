package dev.trainyard.registry.basemodel;

import dev.trainyard.kit.storage.ObjectStorage;
import dev.trainyard.kit.storage.StorageConfig;
import dev.trainyard.registry.Buckets;
import dev.trainyard.registry.RegistryConfig;
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
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Looks behind the service's back: into the bucket, the database and the work directory. */
@ApplicationScoped
public class StoredBaseModels {
  @Inject StorageConfig config;
  @Inject RegistryConfig registry;
  @Inject ObjectStorage storage;
  @Inject DataSource database;

  /** Keys of all base models' archives. */
  List<String> keys() {
    var client =
        MinioClient.builder()
            .endpoint(config.endpoint().orElseThrow())
            .credentials(config.accessKey().orElseThrow(), config.secretKey().orElseThrow())
            .build();
    try {
      var keys = new ArrayList<String>();
      var bucket = Buckets.BASE_MODELS;
      if (client.bucketExists(BucketExistsArgs.builder().bucket(bucket).build())) {
        for (var item :
            client.listObjects(ListObjectsArgs.builder().bucket(bucket).recursive(true).build())) {
          keys.add(item.get().objectName());
        }
      }
      return keys;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Keys of archives that wait for their removal. */
  List<String> notedKeys() {
    var keys = new ArrayList<String>();
    try (var connection = database.getConnection();
        var select =
            connection.prepareStatement(
                "SELECT object_key FROM object_disposal WHERE object_key LIKE 'base-models/%'");
        var rows = select.executeQuery()) {
      while (rows.next()) {
        keys.add(rows.getString(1));
      }
      return keys;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Uploads that lie on the service's disk. */
  List<String> filesOfUploads() {
    if (!Files.isDirectory(registry.workDirectory())) {
      return List.of();
    }
    try (Stream<java.nio.file.Path> files = Files.list(registry.workDirectory())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("upload"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Changes rows of base models. */
  void update(String statement, Object... parameters) {
    try (var connection = database.getConnection();
        var update = connection.prepareStatement(statement)) {
      for (int index = 0; index < parameters.length; index++) {
        update.setObject(index + 1, parameters[index]);
      }
      if (update.executeUpdate() != 1) {
        throw new IllegalStateException("not one row: " + statement);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
