package dev.trainyard.template.dataset;

import dev.trainyard.kit.download.StoredFile;
import dev.trainyard.kit.identity.IdGenerator;
import dev.trainyard.kit.problem.UnprocessableException;
import dev.trainyard.kit.storage.ObjectStorage;
import dev.trainyard.template.archive.ArchiveChecker;
import dev.trainyard.template.archive.ArchiveContent;
import dev.trainyard.template.archive.DatasetImage;
import dev.trainyard.template.archive.DividedArchive;
import dev.trainyard.template.archive.InvalidArchiveException;
import dev.trainyard.template.archive.TestSplit;
import dev.trainyard.template.use.UseReview;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Brings archives into the storage and out of it: receive on disk → check → store → row and event.
 * Whatever fails, nothing of the dataset stays.
 */
@ApplicationScoped
public class DatasetUpload {
  private static final Logger LOG = Logger.getLogger(DatasetUpload.class);

  private final DatasetService datasets;
  private final UseReview review;
  private final OwnerlessObjects ownerless;
  private final ObjectStorage storage;
  private final ArchiveChecker checker;
  private final DatasetConfig config;
  private final IdGenerator ids;

  DatasetUpload(
      DatasetService datasets,
      UseReview review,
      OwnerlessObjects ownerless,
      ObjectStorage storage,
      ArchiveChecker checker,
      DatasetConfig config,
      IdGenerator ids) {
    this.datasets = datasets;
    this.review = review;
    this.ownerless = ownerless;
    this.storage = storage;
    this.checker = checker;
    this.config = config;
    this.ids = ids;
  }

  /**
   * Makes a dataset of an archive.
   *
   * @param split how images that come without sets are divided
   * @param announcedBytes how long the client says the body is; negative when it does not say
   * @throws dev.trainyard.kit.problem.PayloadTooLargeException if it is larger than allowed
   * @throws UnprocessableException if it is no dataset
   */
  public DatasetView upload(
      UUID projectId,
      String name,
      String description,
      TestSplit split,
      long announcedBytes,
      InputStream body) {
    datasets.requireProject(projectId);
    var maxBytes = config.maxArchiveSize().asLongValue();
    if (announcedBytes > maxBytes) {
      throw ReceivedArchive.tooLarge(maxBytes);
    }
    try (var archive = receive(body, maxBytes)) {
      var draft = new DatasetDraft(ids.next(), projectId, name, description, archive, null);
      var content = check(draft, split);
      return content.divided().isEmpty()
          ? store(draft, content)
          : storeDivided(draft, content, content.divided().get(), split);
    }
  }

  /** Deletes a dataset that nothing needs, then its archive. */
  public void delete(UUID id) {
    review.beforeDatasetGoes(id);
    ownerless.removeNow(datasets.delete(id));
  }

  /** Where a dataset's archive lies. */
  public StoredFile archiveOf(UUID id) {
    return datasets.archiveOf(id, config.bucket());
  }

  private ReceivedArchive receive(InputStream body, long maxBytes) {
    try {
      return ReceivedArchive.receive(body, config.workDirectory(), maxBytes);
    } catch (IOException e) {
      throw new UncheckedIOException("the archive did not arrive", e);
    }
  }

  private DatasetView storeDivided(
      DatasetDraft draft, ArchiveContent content, List<DatasetImage> images, TestSplit split) {
    var source = draft.archive().file();
    try (var archive =
        ReceivedArchive.write(
            config.workDirectory(), target -> DividedArchive.write(source, images, target))) {
      return store(draft.divided(archive, split), content);
    } catch (IOException e) {
      throw new UncheckedIOException("the divided archive could not be written", e);
    }
  }

  private ArchiveContent check(DatasetDraft draft, TestSplit split) {
    try {
      return checker.check(draft.archive().file(), split);
    } catch (InvalidArchiveException e) {
      datasets.reject(draft, e.violations());
      throw new UnprocessableException(
          "The archive is no dataset; see violations for what to change. Nothing was stored.",
          e.violations());
    } catch (IOException e) {
      throw new UncheckedIOException("the archive could not be read back", e);
    }
  }

  private DatasetView store(DatasetDraft draft, ArchiveContent content) {
    datasets.announce(draft, config.uploadTimeout());
    try {
      storage.put(config.bucket(), draft.objectKey(), draft.archive().file(), "application/zip");
      return datasets.add(draft, content);
    } catch (RuntimeException e) {
      LOG.warnf("Upload failed, its object goes datasetId=%s", draft.id());
      ownerless.removeNow(draft.objectKey());
      throw e;
    }
  }
}
