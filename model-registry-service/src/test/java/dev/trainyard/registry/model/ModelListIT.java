package dev.trainyard.registry.model;

import static dev.trainyard.registry.model.ModelRequests.aModel;
import static dev.trainyard.registry.model.RegistryClient.get;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.trainyard.registry.archive.TestArchives;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Lists of models, and the rows behind them. */
@RegistryTest
class ModelListIT {
  private static final String DIGEST = "0".repeat(64);

  @Inject DataSource database;

  private final UUID project = UUID.randomUUID();

  @Test
  void readsNoConfig() throws SQLException {
    var id =
        RegistryClient.ready(aModel().with("projectId", project), TestArchives.valid())
            .getString("id");
    // Whoever reads this fails.
    set(id, "config = '{', code_version = '1', dataset_digest = '%s'".formatted(DIGEST));

    get("/models?codeVersion=1&datasetDigest=" + DIGEST + "&projectId=" + project)
        .statusCode(200)
        .body("items.id", contains(id))
        .body("items[0].architecture", equalTo("resnet18"))
        .body("items[0].config", nullValue());

    set(id, "config = '{}'");
    RegistryClient.delete(id).statusCode(204);
  }

  @Test
  void findsModelsByTheirBaseModelThatAnOlderServiceRegistered() throws SQLException {
    var request = aModel().with("projectId", project).with("baseModel", "Base-Ö");
    var model = RegistryClient.registered(request);
    set(model.getString("id"), "base_model_key = NULL");

    RegistryClient.upload(model.getString("upload.url"), TestArchives.valid());
    RegistryClient.complete(model.getString("id"), TestArchives.valid()).statusCode(200);

    get("/models?baseModel=base-%C3%B6&projectId=" + project)
        .body("items.id", contains(model.getString("id")));
  }

  private void set(String id, String change) throws SQLException {
    try (var connection = database.getConnection();
        var update =
            connection.prepareStatement("UPDATE model SET " + change + " WHERE id = ?::uuid")) {
      update.setString(1, id);
      update.executeUpdate();
    }
  }
}
