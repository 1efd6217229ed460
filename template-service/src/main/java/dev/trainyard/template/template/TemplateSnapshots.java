package dev.trainyard.template.template;

import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.problem.InvalidRequestException;
import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.template.dataset.Dataset;
import dev.trainyard.template.dataset.DatasetStore;
import dev.trainyard.template.project.ProjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What processes take over from templates. Thread-safe. */
@ApplicationScoped
public class TemplateSnapshots {
  private final TemplateStore templates;
  private final ProjectStore projects;
  private final DatasetStore datasets;

  TemplateSnapshots(TemplateStore templates, ProjectStore projects, DatasetStore datasets) {
    this.templates = templates;
    this.projects = projects;
    this.datasets = datasets;
  }

  /**
   * The template as it is now.
   *
   * @param datasetId the dataset the client chose, before the template's own and the newest
   * @throws NotFoundException if there is no such template
   * @throws InvalidRequestException if the project has no such dataset
   * @throws ConflictException if there is no dataset to train on
   */
  @Transactional
  public TemplateSnapshot of(UUID id, Optional<UUID> datasetId) {
    var template = templates.require(id);
    var project = projects.require(template.projectId());
    return TemplateSnapshot.of(
        template, project, datasetOf(template, datasetId.or(template::datasetId)));
  }

  private Dataset datasetOf(Template template, Optional<UUID> chosen) {
    if (chosen.isPresent()) {
      return datasets.requireShared(template.projectId(), chosen.get());
    }
    return datasets
        .newestOf(template.projectId())
        .orElseThrow(
            () ->
                new ConflictException(
                    "no-dataset",
                    "The project has no dataset to train on; upload one first.",
                    Map.of("projectId", template.projectId(), "templateId", template.id())));
  }
}
