package dev.trainyard.registry.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.registry.archive.VerifiedArchive;
import dev.trainyard.registry.card.ModelCard;
import dev.trainyard.registry.lineage.Lineages;
import dev.trainyard.registry.model.TrainedArchives;
import dev.trainyard.registry.model.TrainedModels;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Gathers what an export holds. Thread-safe. */
@ApplicationScoped
class ModelExport {
  private final TrainedModels models;
  private final Lineages lineages;
  private final TrainedArchives archives;
  private final ObjectMapper json;

  ModelExport(
      TrainedModels models, Lineages lineages, TrainedArchives archives, ObjectMapper json) {
    this.models = models;
    this.lineages = lineages;
    this.archives = archives;
    this.json = json;
  }

  /**
   * An export, with the archive on this machine's disk until it is closed.
   *
   * @param fileName what a client is to call it
   */
  record Export(String fileName, VerifiedArchive archive, String card, String lineage)
      implements AutoCloseable {
    @Override
    public void close() {
      archive.close();
    }
  }

  /**
   * Fetches and checks the archive, so that what is sent is whole.
   *
   * @throws NotFoundException if there is no such model
   * @throws ConflictException if its archive has not been checked yet, or is lost or damaged
   */
  Export of(UUID id) {
    var model = models.ready(id);
    var card = ModelCard.markdown(models.facts(id));
    var lineage = written(lineages.ofModel(id));
    return new Export(
        "%s-v%d-export.zip".formatted(model.name(), model.version()),
        archives.fetch(model),
        card,
        lineage);
  }

  private String written(Object view) {
    try {
      return json.writerWithDefaultPrettyPrinter().writeValueAsString(view) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a view is always writable as JSON", e);
    }
  }
}
