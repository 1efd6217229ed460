package dev.trainyard.template.dataset;

import dev.trainyard.kit.download.StoredFile;
import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.problem.DependencyUnavailableException;
import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.kit.storage.ObjectStorage;
import dev.trainyard.template.archive.ArchiveSource;
import dev.trainyard.template.archive.InvalidArchiveException;
import dev.trainyard.template.archive.ZipDirectory;
import dev.trainyard.template.archive.ZipItem;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads what is in archives in the storage, without fetching them. Thread-safe. */
@ApplicationScoped
public class StoredArchives {
  private final DatasetService datasets;
  private final ObjectStorage storage;
  private final DatasetConfig config;

  StoredArchives(DatasetService datasets, ObjectStorage storage, DatasetConfig config) {
    this.datasets = datasets;
    this.storage = storage;
    this.config = config;
  }

  /**
   * The files and folders of a dataset's archive, from its directory: a few bytes for each.
   *
   * @throws NotFoundException if there is no such dataset, or it goes at this moment
   * @throws ConflictException if the archive is damaged
   * @throws DependencyUnavailableException if the storage does not answer
   */
  public List<ZipItem> itemsOf(UUID id) {
    try {
      // What is stored was checked by the limits of its time.
      return ZipDirectory.read(new StoredArchive(id), Integer.MAX_VALUE);
    } catch (InvalidArchiveException e) {
      throw new ConflictException(
          "archive-broken",
          "The archive in the storage is not what was stored; POST /api/v1/datasets/%s/integrity says what is wrong."
              .formatted(id),
          Map.of("datasetId", id));
    } catch (IOException e) {
      throw new DependencyUnavailableException("The object storage", e);
    }
  }

  private final class StoredArchive implements ArchiveSource {
    private final UUID id;
    private final StoredFile archive;

    StoredArchive(UUID id) {
      this.id = id;
      this.archive = datasets.archiveOf(id, config.bucket());
    }

    @Override
    public long size() {
      return archive.sizeBytes();
    }

    @Override
    public InputStream open(long offset, long length) {
      return storage
          .open(archive.bucket(), archive.key(), offset, length)
          .orElseThrow(() -> new NotFoundException("dataset", id));
    }
  }
}
