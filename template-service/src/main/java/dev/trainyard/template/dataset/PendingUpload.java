package dev.trainyard.template.dataset;

import dev.trainyard.kit.storage.PartDivision;
import dev.trainyard.template.archive.TestSplit;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What it takes to go on with a dataset that is UPLOADING or CHECKING. */
@Entity
@Table(name = "dataset_upload")
public class PendingUpload {
  /** Where received objects lie in the bucket. */
  static final String PREFIX = "uploads/";

  /** How often a check may die or fail before it is given up. */
  static final int TRIES = 3;

  @Id
  @Column(name = "dataset_id")
  private UUID datasetId;

  @Column(name = "object_key")
  private String objectKey;

  @Column(name = "announced_sha256")
  private String announcedSha256;

  @Column(name = "multipart_id")
  private String multipartId;

  @Column(name = "part_bytes")
  private Long partBytes;

  @Column(name = "received_images")
  private Integer receivedImages;

  @Column(name = "test_share")
  private double testShare;

  private long seed;
  private Instant deadline;

  @Column(name = "check_at")
  private Instant checkAt;

  private int attempt;

  @Column(name = "tries_left")
  private int triesLeft;

  @Column(name = "images_checked")
  private int imagesChecked;

  private int images;

  protected PendingUpload() {}

  PendingUpload(DatasetDraft draft, Instant deadline) {
    this.datasetId = draft.id();
    this.objectKey = PREFIX + draft.id();
    this.testShare = draft.split().testShare();
    this.seed = draft.split().seed();
    this.announcedSha256 = draft.sha256().orElse(null);
    this.deadline = deadline;
    this.triesLeft = TRIES;
  }

  /** Everything has arrived; it may be checked from then on. */
  void arrived(Instant from) {
    checkAt = from;
  }

  /** It comes straight to the storage. */
  void inParts(String uploadId, long bytesOfPart) {
    multipartId = uploadId;
    partBytes = bytesOfPart;
  }

  /** It comes image by image. */
  void oneByOne() {
    receivedImages = 0;
  }

  /**
   * An image came, or one was taken out.
   *
   * @param more how many more there are
   * @param nextDeadline until when the next one is waited for
   */
  void imageCame(int more, Instant nextDeadline) {
    receivedImages += more;
    deadline = nextDeadline;
  }

  /**
   * What came image by image was no dataset; it can be mended.
   *
   * @param nextDeadline until when that is waited for
   */
  void rejected(Instant nextDeadline) {
    deadline = nextDeadline;
    checkAt = null;
    // What is left of the attempt that found it out is outrun.
    attempt++;
    triesLeft = TRIES;
    imagesChecked = 0;
    images = 0;
  }

  boolean isOneByOne() {
    return receivedImages != null;
  }

  /** How many images have come; null where it comes as an archive. */
  Integer receivedImages() {
    return receivedImages;
  }

  /**
   * How it is divided; empty unless the storage waits for parts.
   *
   * @param sizeBytes of the archive
   */
  Optional<Parts> parts(long sizeBytes) {
    return multipartId == null
        ? Optional.empty()
        : Optional.of(new Parts(objectKey, multipartId, new PartDivision(partBytes, sizeBytes)));
  }

  UUID datasetId() {
    return datasetId;
  }

  String objectKey() {
    return objectKey;
  }

  TestSplit split() {
    return new TestSplit(testShare, seed);
  }

  /** SHA-256 of the archive as the client says it. */
  Optional<String> announcedSha256() {
    return Optional.ofNullable(announcedSha256);
  }

  Instant deadline() {
    return deadline;
  }

  int attempt() {
    return attempt;
  }

  int triesLeft() {
    return triesLeft;
  }

  /** Empty until an attempt has counted the images. */
  Optional<ProgressView> progress() {
    return images == 0 ? Optional.empty() : Optional.of(new ProgressView(imagesChecked, images));
  }
}
