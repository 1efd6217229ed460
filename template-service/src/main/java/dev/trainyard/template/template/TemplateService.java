package dev.trainyard.template.template;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.kit.http.EntityTags;
import dev.trainyard.kit.identity.IdGenerator;
import dev.trainyard.kit.outbox.Outbox;
import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.paging.PageQuery;
import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.problem.InvalidRequestException;
import dev.trainyard.template.dataset.Dataset;
import dev.trainyard.template.dataset.DatasetStore;
import dev.trainyard.template.project.ProjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Keeps templates. What they name outside this service was checked by {@link TemplateEditor}. */
@ApplicationScoped
public class TemplateService {
  private final TemplateStore templates;
  private final ProjectStore projects;
  private final DatasetStore datasets;
  private final Outbox outbox;
  private final IdGenerator ids;
  private final Clock clock;

  TemplateService(
      TemplateStore templates,
      ProjectStore projects,
      DatasetStore datasets,
      Outbox outbox,
      IdGenerator ids,
      Clock clock) {
    this.templates = templates;
    this.projects = projects;
    this.datasets = datasets;
    this.outbox = outbox;
    this.ids = ids;
    this.clock = clock;
  }

  @Transactional
  TemplateView create(UUID projectId, TemplateRequest request) {
    // Exclusive, so that of two templates with one name the second sees the first.
    projects.requireExclusive(projectId);
    check(projectId, request, Optional.empty());
    var now = clock.instant();
    var template = new Template(ids.next(), projectId, request, now);
    templates.persist(template);
    outbox.publish(EventType.TEMPLATE_CREATED, template.id(), template.toEvent(now));
    return TemplateView.of(template);
  }

  @Transactional
  public Page<TemplateView> list(UUID projectId, Optional<String> name, PageQuery query) {
    projects.require(projectId);
    return templates.list(projectId, name, query).map(TemplateView::of);
  }

  @Transactional
  public TemplateView get(UUID id) {
    return TemplateView.of(templates.require(id));
  }

  @Transactional
  TemplateView update(UUID id, String ifMatch, TemplateRequest request) {
    var projectId = templates.requireProjectId(id);
    projects.requireExclusive(projectId);
    var template = templates.requireExclusive(id);
    EntityTags.requireMatch(ifMatch, template.revision());
    check(projectId, request, Optional.of(id));
    var now = clock.instant();
    template.change(request, now);
    outbox.publish(EventType.TEMPLATE_UPDATED, id, template.toEvent(now));
    return TemplateView.of(template);
  }

  @Transactional
  public void delete(UUID id) {
    var template = templates.requireExclusive(id);
    templates.delete(template);
    outbox.publish(EventType.TEMPLATE_DELETED, id, template.toEvent(clock.instant()));
  }

  /**
   * What a process takes over.
   *
   * @param datasetId the dataset the client chose, before the template's own and the newest
   * @throws ConflictException if there is no dataset to train on
   */
  @Transactional
  public TemplateSnapshot snapshot(UUID id, Optional<UUID> datasetId) {
    var template = templates.require(id);
    var project = projects.require(template.projectId());
    return TemplateSnapshot.of(
        template, project, datasetOf(template, datasetId.or(template::datasetId)));
  }

  private Dataset datasetOf(Template template, Optional<UUID> chosen) {
    if (chosen.isPresent()) {
      return requireDataset(template.projectId(), chosen.get());
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

  private void check(UUID projectId, TemplateRequest request, Optional<UUID> self) {
    if (request.datasetId() != null) {
      requireDataset(projectId, request.datasetId());
    }
    templates
        .withName(projectId, request.name())
        .filter(other -> !self.equals(Optional.of(other.id())))
        .ifPresent(
            other -> {
              throw new ConflictException(
                  "name-taken",
                  "The template " + other.name() + " of this project has this name already.",
                  Map.of("field", "name", "templateId", other.id()));
            });
  }

  private Dataset requireDataset(UUID projectId, UUID datasetId) {
    return datasets
        .findShared(projectId, datasetId)
        .orElseThrow(
            () ->
                new InvalidRequestException(
                    "datasetId", "there is no dataset " + datasetId + " in this project"));
  }
}
