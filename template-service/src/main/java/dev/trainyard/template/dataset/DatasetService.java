package dev.trainyard.template.dataset;

import dev.trainyard.kit.download.StoredFile;
import dev.trainyard.kit.integrity.IntegrityStore;
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
import java.util.Map;
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
  private final IntegrityStore integrity;

  DatasetService(
      DatasetStore datasets,
      UploadStore uploads,
      ProjectStore projects,
      TemplateStore templates,
      DatasetUses uses,
      IntegrityStore integrity) {
    this.datasets = datasets;
    this.uploads = uploads;
    this.projects = projects;
    this.templates = templates;
    this.uses = uses;
    this.integrity = integrity;
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
        dataset.status() == DatasetStatus.READY
            ? Optional.empty()
            : uploads.findByIdOptional(dataset.id()));
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
   * @throws ConflictException if it is not READY, or its archive is known to be broken
   */
  @Transactional
  void hold(UUID id, UUID processId, UUID templateId) {
    var dataset =
        datasets
            .findByIdOptional(id, LockModeType.PESSIMISTIC_READ)
            .orElseThrow(() -> new NotFoundException("dataset", id));
    dataset.requireReady();
    requireNotBroken(dataset);
    uses.hold(processId, id, templateId);
  }

  /** By the last look at its archive: better than a run that fails when it begins. */
  private void requireNotBroken(Dataset dataset) {
    integrity
        .of(dataset.objectKey())
        .filter(found -> !found.isIntact())
        .ifPresent(
            found -> {
              throw new ConflictException(
                  "archive-broken",
                  "The archive of version %d of dataset %s is %s. %s"
                      .formatted(dataset.version(), dataset.name(), found.state(), found.problem()),
                  Map.of("datasetId", dataset.id()));
            });
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
