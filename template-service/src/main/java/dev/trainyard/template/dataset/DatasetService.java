package dev.trainyard.template.dataset;

import dev.trainyard.contracts.dataset.DatasetEvent;
import dev.trainyard.contracts.event.EventType;
import dev.trainyard.kit.download.StoredFile;
import dev.trainyard.kit.outbox.Outbox;
import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.paging.PageQuery;
import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.kit.problem.Violation;
import dev.trainyard.template.archive.ArchiveContent;
import dev.trainyard.template.project.ProjectStore;
import dev.trainyard.template.template.TemplateStore;
import dev.trainyard.template.use.DatasetUses;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Keeps what is known of datasets; their archives are the business of {@link DatasetUpload}. */
@ApplicationScoped
public class DatasetService {
  private static final int MAX_USES = 500;

  private final DatasetStore datasets;
  private final ProjectStore projects;
  private final TemplateStore templates;
  private final DatasetUses uses;
  private final OwnerlessObjects ownerless;
  private final Outbox outbox;
  private final Clock clock;

  DatasetService(
      DatasetStore datasets,
      ProjectStore projects,
      TemplateStore templates,
      DatasetUses uses,
      OwnerlessObjects ownerless,
      Outbox outbox,
      Clock clock) {
    this.datasets = datasets;
    this.projects = projects;
    this.templates = templates;
    this.uses = uses;
    this.ownerless = ownerless;
    this.outbox = outbox;
    this.clock = clock;
  }

  @Transactional
  public Page<DatasetView> list(UUID projectId, Optional<String> name, PageQuery query) {
    projects.require(projectId);
    return datasets.list(projectId, name, query).map(DatasetView::of);
  }

  @Transactional
  public DatasetView get(UUID id) {
    return DatasetView.of(datasets.require(id));
  }

  /** Where a dataset's archive lies. */
  @Transactional
  StoredFile archiveOf(UUID id, String bucket) {
    return datasets.require(id).toFile(bucket);
  }

  /**
   * @throws NotFoundException if there is no such project
   */
  @Transactional
  void requireProject(UUID projectId) {
    projects.require(projectId);
  }

  /** Says that an object is about to be stored. */
  @Transactional
  void announce(DatasetDraft draft, Duration uploadTimeout) {
    ownerless.announce(draft.objectKey(), uploadTimeout);
  }

  /** Turns a stored archive into a dataset. */
  @Transactional
  DatasetView add(DatasetDraft draft, ArchiveContent content) {
    projects.requireShared(draft.projectId());
    ownerless.takeOver(draft.objectKey());
    var now = clock.instant();
    var version = datasets.nextVersion(draft.projectId(), draft.name());
    var dataset = new Dataset(draft, version, content, now);
    datasets.persist(dataset);
    outbox.publish(EventType.DATASET_UPLOADED, dataset.id(), dataset.toEvent(now));
    outbox.publish(EventType.DATASET_READY, dataset.id(), dataset.toEvent(now));
    return DatasetView.of(dataset);
  }

  /** Tells the world that an archive was no dataset; nothing else of it is kept. */
  @Transactional
  void reject(DatasetDraft draft, List<Violation> violations) {
    outbox.publish(
        EventType.DATASET_REJECTED,
        draft.id(),
        new DatasetEvent(
            draft.id(),
            draft.projectId(),
            draft.name(),
            0,
            draft.archive().sizeBytes(),
            draft.archive().digest(),
            List.of(),
            0,
            0,
            violations.stream()
                .map(violation -> violation.field() + ": " + violation.message())
                .toList(),
            clock.instant()));
  }

  /**
   * Deletes a dataset's row.
   *
   * @return the key of the object that is left
   * @throws ConflictException if a template or a process trains on it
   */
  @Transactional
  String delete(UUID id) {
    var dataset =
        datasets.findExclusive(id).orElseThrow(() -> new NotFoundException("dataset", id));
    templates
        .firstWithDataset(id)
        .ifPresent(
            template -> {
              throw new ConflictException(
                  "dataset-in-use",
                  "The template " + template.name() + " trains on this dataset.",
                  Map.of("templateId", template.id(), "templateName", template.name()));
            });
    uses.requireDatasetFree(id);
    datasets.delete(dataset);
    ownerless.announce(dataset.objectKey(), Duration.ZERO);
    outbox.publish(EventType.DATASET_DELETED, id, dataset.toEvent(clock.instant()));
    return dataset.objectKey();
  }

  /**
   * Keeps a dataset for a process that is about to be made.
   *
   * @throws NotFoundException if it is gone
   */
  @Transactional
  void hold(UUID id, UUID processId, UUID templateId) {
    if (datasets.findByIdOptional(id, LockModeType.PESSIMISTIC_READ).isEmpty()) {
      throw new NotFoundException("dataset", id);
    }
    uses.hold(processId, id, templateId);
  }

  /** The process was not made after all. */
  @Transactional
  void release(UUID id, UUID processId) {
    uses.release(processId, id);
  }

  /**
   * @throws NotFoundException if there is no such dataset
   */
  @Transactional
  DatasetUsesView uses(UUID id) {
    datasets.require(id);
    return new DatasetUsesView(
        templates.idsWithDataset(id, MAX_USES), uses.processesWithDataset(id, MAX_USES));
  }
}
