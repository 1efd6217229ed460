package dev.trainyard.template.dataset;

import dev.trainyard.kit.integrity.ObjectDisposal;
import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.paging.PageQuery;
import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.kit.problem.UnprocessableException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The steps of an upload image by image in the database, each a transaction of its own.
 * Thread-safe.
 *
 * @see UploadLifecycle
 */
@ApplicationScoped
class ImageLifecycle {
  private final DatasetStore datasets;
  private final UploadStore uploads;
  private final ReceivedImageStore images;
  private final UploadLifecycle lifecycle;
  private final ObjectDisposal disposal;
  private final DatasetConfig config;
  private final Clock clock;

  ImageLifecycle(
      DatasetStore datasets,
      UploadStore uploads,
      ReceivedImageStore images,
      UploadLifecycle lifecycle,
      ObjectDisposal disposal,
      DatasetConfig config,
      Clock clock) {
    this.datasets = datasets;
    this.uploads = uploads;
    this.images = images;
    this.lifecycle = lifecycle;
    this.disposal = disposal;
    this.config = config;
    this.clock = clock;
  }

  /**
   * A dataset is on its way, image by image.
   *
   * @throws NotFoundException if there is no such project
   */
  @Transactional
  void begin(DatasetDraft draft) {
    lifecycle.beginOneByOne(draft);
  }

  /**
   * Refuses an image before it is read.
   *
   * @throws ConflictException if the dataset takes no images any more, or none by themselves
   */
  @Transactional
  void requireOpen(UUID id) {
    if (!isRejectedAndKept(datasets.require(id))) {
      requireOneByOne(lifecycle.requireUploading(id));
    }
  }

  /** The image that is at a place. */
  @Transactional
  Optional<ReceivedImage> at(UUID id, ImagePlace place) {
    return images.at(id, place);
  }

  /**
   * An image came again.
   *
   * @return empty if it is not there any more
   */
  @Transactional
  Optional<ReceivedImage> keep(ReceivedImage image) {
    lock(image.datasetId());
    open(image.datasetId()).imageCame(0, nextDeadline());
    return images
        .at(image.datasetId(), image.place())
        .filter(found -> found.objectKey().equals(image.objectKey()));
  }

  /**
   * An image was stored; it takes the place of the one that was there.
   *
   * @return false if there was one
   * @throws ConflictException if the upload has ended meanwhile
   * @throws UnprocessableException if there would be too many, or it has a set and others have none
   */
  @Transactional
  boolean add(ReceivedImage image) {
    var id = image.datasetId();
    var dataset = lock(id);
    var upload = open(id);
    requireSameLayout(image);
    var before = images.at(id, image.place());
    var freed = before.map(ReceivedImage::sizeBytes).orElse(0L);
    before.ifPresent(old -> images.remove(old, clock.instant()));
    upload.imageCame(before.isPresent() ? 0 : 1, nextDeadline());
    dataset.grow(image.sizeBytes() - freed);
    requireRoom(dataset, upload);
    images.persist(image);
    disposal.takeOver(image.objectKey());
    return before.isEmpty();
  }

  private Instant nextDeadline() {
    return clock.instant().plus(config.imagesTimeout());
  }

  /** One after the other, and none beside a deletion. */
  private Dataset lock(UUID id) {
    return datasets.findExclusive(id).orElseThrow(() -> new NotFoundException("dataset", id));
  }

  /** The upload of a dataset that is locked; if it was rejected, it goes on. */
  private PendingUpload open(UUID id) {
    var dataset = datasets.require(id);
    if (isRejectedAndKept(dataset)) {
      dataset.reopen();
    }
    return requireOneByOne(lifecycle.requireUploading(id));
  }

  private boolean isRejectedAndKept(Dataset dataset) {
    return dataset.status() == DatasetStatus.REJECTED
        && uploads.findByIdOptional(dataset.id()).filter(PendingUpload::isOneByOne).isPresent();
  }

  private void requireSameLayout(ReceivedImage image) {
    var hasSet = image.place().set().isPresent();
    images
        .anyOf(image.datasetId())
        .filter(other -> other.place().set().isPresent() != hasSet)
        .ifPresent(
            other -> {
              throw new UnprocessableException(
                  "set",
                  hasSet
                      ? "must be absent, as for the images before; the service divides them all"
                      : "must be given, as for the images before");
            });
  }

  private void requireRoom(Dataset dataset, PendingUpload upload) {
    var maxBytes = config.maxArchiveSize().asLongValue();
    if (upload.receivedImages() > config.maxEntries() || dataset.sizeBytes() > maxBytes) {
      throw new UnprocessableException(
          "images",
          "would be more than the %d files or %d bytes that a dataset may have; end this upload, and make several datasets"
              .formatted(config.maxEntries(), maxBytes));
    }
  }

  /** Takes an image out. */
  @Transactional
  void remove(UUID id, ImagePlace place) {
    var dataset = lock(id);
    var upload = open(id);
    var image =
        images.at(id, place).orElseThrow(() -> new NotFoundException("image", place.path()));
    dataset.grow(-image.sizeBytes());
    upload.imageCame(-1, nextDeadline());
    images.remove(image, clock.instant());
  }

  @Transactional
  Page<ReceivedImageView> list(UUID id, PageQuery query) {
    requireOpen(id);
    return images.list(id, query);
  }

  /** The next images in the order of their paths. */
  @Transactional
  List<ReceivedImage> after(UUID id, String path, int most) {
    return images.after(id, path, most);
  }

  /**
   * All images were sent.
   *
   * @return false if the dataset is none that is waiting for images
   * @throws UnprocessableException if there are none
   */
  @Transactional
  boolean complete(UUID id) {
    var dataset = lock(id);
    var upload = uploads.findByIdOptional(id).filter(PendingUpload::isOneByOne);
    if (upload.isEmpty() || dataset.status() == DatasetStatus.CHECKING) {
      return false;
    }
    if (open(id).receivedImages() == 0) {
      throw new UnprocessableException(
          "images", "have not arrived; PUT them to /api/v1/datasets/%s/images".formatted(id));
    }
    lifecycle.arrived(id, dataset.sizeBytes(), clock.instant());
    return true;
  }

  private static PendingUpload requireOneByOne(PendingUpload upload) {
    if (!upload.isOneByOne()) {
      throw new ConflictException(
          "not-one-by-one",
          "The dataset comes as an archive, not image by image; begin another upload with kind IMAGES.",
          Map.of("datasetId", upload.datasetId()));
    }
    return upload;
  }
}
