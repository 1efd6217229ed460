package dev.trainyard.template.dataset;

import dev.trainyard.template.Api;
import dev.trainyard.template.Backends;
import dev.trainyard.template.StoredObjects;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Tests that each begin with a dataset that is UPLOADING image by image, and leave nothing. */
@QuarkusTest
@Backends
abstract class OfImages {
  @Inject DatasetCleanup cleanup;
  @Inject StoredObjects stored;

  String project;
  ImageClient images;

  @BeforeEach
  void beginUpload() {
    project = Api.project();
    images = ImageClient.begin(project);
  }

  /** Other tests look at all that is stored. */
  @AfterEach
  void leaveNothing() {
    Api.delete(images.path());
    cleanup.clean();
  }
}
