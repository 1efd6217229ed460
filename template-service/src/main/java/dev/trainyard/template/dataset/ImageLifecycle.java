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
import java.util.List;
import java.util.Map;
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
    requireOneByOne(lifecycle.requireUploading(id));
  }

  /** Whether the very image is there already. */
  @Transactional
  boolean holds(UUID id, ImagePlace place, String digest) {
    return images.at(id, place).filter(image -> image.digest().equals(digest)).isPresent();
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
    // One after the other, and none beside a deletion.
    var dataset =
        datasets.findExclusive(id).orElseThrow(() -> new NotFoundException("dataset", id));
    var upload = requireOneByOne(lifecycle.requireUploading(id));
    requireSameLayout(image);
    var now = clock.instant();
    var before = images.at(id, image.place());
    var freed = before.map(ReceivedImage::sizeBytes).orElse(0L);
    before.ifPresent(old -> images.remove(old, now));
    upload.imageCame(before.isPresent() ? 0 : 1, now.plus(config.imagesTimeout()));
    dataset.grow(image.sizeBytes() - freed);
    requireRoom(dataset, upload);
    images.persist(image);
    disposal.takeOver(image.objectKey());
    return before.isEmpty();
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
    var dataset =
        datasets.findExclusive(id).orElseThrow(() -> new NotFoundException("dataset", id));
    var upload = requireOneByOne(lifecycle.requireUploading(id));
    var image =
        images.at(id, place).orElseThrow(() -> new NotFoundException("image", place.path()));
    var now = clock.instant();
    dataset.grow(-image.sizeBytes());
    upload.imageCame(-1, now.plus(config.imagesTimeout()));
    images.remove(image, now);
  }

  @Transactional
  Page<ReceivedImageView> list(UUID id, PageQuery query) {
    requireOneByOne(lifecycle.requireUploading(id));
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
    var dataset =
        datasets.findExclusive(id).orElseThrow(() -> new NotFoundException("dataset", id));
    var upload = uploads.findByIdOptional(id).filter(PendingUpload::isOneByOne);
    if (dataset.status() != DatasetStatus.UPLOADING || upload.isEmpty()) {
      return false;
    }
    if (upload.get().receivedImages() == 0) {
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
