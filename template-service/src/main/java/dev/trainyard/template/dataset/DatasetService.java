package dev.trainyard.template.dataset;

import dev.trainyard.kit.download.StoredFile;
import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.paging.PageQuery;
import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.template.project.ProjectStore;
import dev.trainyard.template.template.TemplateStore;
import dev.trainyard.template.use.DatasetUses;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.UUID;

/** Answers what is known of datasets, and holds them for processes. */
@ApplicationScoped
public class DatasetService {
  private static final int MAX_USES = 500;

  private final DatasetStore datasets;
  private final UploadStore uploads;
  private final ProjectStore projects;
  private final TemplateStore templates;
  private final DatasetUses uses;

  DatasetService(
      DatasetStore datasets,
      UploadStore uploads,
      ProjectStore projects,
      TemplateStore templates,
      DatasetUses uses) {
    this.datasets = datasets;
    this.uploads = uploads;
    this.projects = projects;
    this.templates = templates;
    this.uses = uses;
  }

  @Transactional
  public Page<DatasetView> list(
      UUID projectId, Optional<String> name, Optional<DatasetStatus> status, PageQuery query) {
    projects.require(projectId);
    return datasets.list(projectId, name, status, query).map(this::view);
  }

  @Transactional
  public DatasetView get(UUID id) {
    return view(datasets.require(id));
  }

  private DatasetView view(Dataset dataset) {
    return DatasetView.of(
        dataset,
        dataset.isUnfinished() ? uploads.findByIdOptional(dataset.id()) : Optional.empty());
  }

  /**
   * Where a dataset's archive lies.
   *
   * @throws ConflictException if it is not READY
   */
  @Transactional
  StoredFile archiveOf(UUID id, String bucket) {
    return datasets.require(id).toFile(bucket);
  }

  /**
   * Keeps a dataset for a process that is about to be made.
   *
   * @throws NotFoundException if it is gone
   * @throws ConflictException if it is not READY
   */
  @Transactional
  void hold(UUID id, UUID processId, UUID templateId) {
    datasets
        .findByIdOptional(id, LockModeType.PESSIMISTIC_READ)
        .orElseThrow(() -> new NotFoundException("dataset", id))
        .requireReady();
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
