package dev.trainyard.template.template;

import dev.trainyard.contracts.training.TrainingParameters;
import dev.trainyard.template.dataset.Dataset;
import dev.trainyard.template.project.Project;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** All that a process takes over from its template when it is created. */
@Schema(
    examples =
        "{\"template\": {\"id\": \"019aa000-0000-7000-8000-000000000003\", \"name\":"
            + " \"digits-fast\", \"modelType\": \"classifier\", \"baseModel\": \"base-resnet18\","
            + " \"revision\": 1}, \"project\": {\"id\": \"019aa000-0000-7000-8000-000000000001\","
            + " \"name\": \"invoices\"}, \"dataset\": {\"id\":"
            + " \"019aa000-0000-7000-8000-000000000002\", \"name\": \"digits\", \"version\": 1,"
            + " \"digest\": \"9f86d0…\"}, \"parameters\": {\"iterations\": 300}}")
public record TemplateSnapshot(
    OfTemplate template, OfProject project, OfDataset dataset, TrainingParameters parameters) {

  static TemplateSnapshot of(Template template, Project project, Dataset dataset) {
    return new TemplateSnapshot(
        new OfTemplate(
            template.id(),
            template.name(),
            template.modelType(),
            template.baseModel(),
            template.revision()),
        new OfProject(project.id(), project.name()),
        new OfDataset(dataset.id(), dataset.name(), dataset.version(), dataset.digest()),
        template.parameters());
  }

  /** The template. */
  public record OfTemplate(
      UUID id, String name, String modelType, String baseModel, int revision) {}

  /** The project it belongs to. */
  public record OfProject(UUID id, String name) {}

  /** The dataset version to train on. */
  public record OfDataset(UUID id, String name, int version, String digest) {}
}
