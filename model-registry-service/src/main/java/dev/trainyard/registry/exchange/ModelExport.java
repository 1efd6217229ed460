package dev.trainyard.registry.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.kit.problem.BusyException;
import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.registry.RegistryConfig;
import dev.trainyard.registry.archive.VerifiedArchive;
import dev.trainyard.registry.card.ModelCard;
import dev.trainyard.registry.lineage.Lineages;
import dev.trainyard.registry.model.TrainedArchives;
import dev.trainyard.registry.model.TrainedModel;
import dev.trainyard.registry.model.TrainedModels;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Semaphore;

/**
 * Gathers what exports hold. Only some are on the disk at a time; nobody waits for a place.
 * Thread-safe.
 */
@ApplicationScoped
class ModelExport {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

  private final TrainedModels models;
  private final Lineages lineages;
  private final TrainedArchives archives;
  private final ObjectMapper json;
  private final int atOnce;
  private final Semaphore places;

  ModelExport(
      TrainedModels models,
      Lineages lineages,
      TrainedArchives archives,
      ObjectMapper json,
      RegistryConfig config) {
    this.models = models;
    this.lineages = lineages;
    this.archives = archives;
    this.json = json;
    this.atOnce = config.exportsAtOnce();
    this.places = new Semaphore(atOnce);
  }

  /**
   * An export, with the archive on this machine's disk until it is closed, once.
   *
   * @param fileName what a client is to call it
   * @param places where it has a place
   */
  record Export(
      String fileName, VerifiedArchive archive, String card, String lineage, Semaphore places)
      implements AutoCloseable {
    @Override
    public void close() {
      try {
        archive.close();
      } finally {
        places.release();
      }
    }
  }

  /**
   * Fetches and checks the archive, so that what is sent is whole.
   *
   * @throws NotFoundException if there is no such model
   * @throws ConflictException if its archive has not been checked yet, or is lost or damaged
   * @throws BusyException if all places are taken
   */
  Export of(UUID id) {
    var model = models.ready(id);
    if (!places.tryAcquire()) {
      throw new BusyException(
          "%d models are being exported already; come again in a while.".formatted(atOnce),
          RETRY_AFTER);
    }
    try {
      return gathered(model);
    } catch (RuntimeException | Error e) {
      places.release();
      throw e;
    }
  }

  private Export gathered(TrainedModel model) {
    var id = model.id();
    var card = ModelCard.markdown(models.facts(id));
    var lineage = written(lineages.ofModel(id));
    return new Export(
        "%s-v%d-export.zip".formatted(model.name(), model.version()),
        archives.fetch(model),
        card,
        lineage,
        places);
  }

  private String written(Object view) {
    try {
      return json.writerWithDefaultPrettyPrinter().writeValueAsString(view) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a view is always writable as JSON", e);
    }
  }
}
