package dev.trainyard.template.dataset;

import dev.trainyard.contracts.dataset.DatasetEvent;
import dev.trainyard.kit.download.StoredFile;
import dev.trainyard.kit.naming.NameKey;
import dev.trainyard.kit.persistence.Authored;
import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.problem.Violation;
import dev.trainyard.template.archive.ClassCount;
import dev.trainyard.template.archive.TestSplit;
import dev.trainyard.template.json.TextList;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;

/** A dataset on its way, and one version of it once it is READY; then it never changes. */
@Entity
public class Dataset extends Authored {
  @Id private UUID id;

  /** Written by the database; null until the row is read. */
  @Column(insertable = false, updatable = false)
  private String tenant;

  @Column(name = "project_id")
  private UUID projectId;

  private String name;

  @Column(name = "name_key")
  private String nameKey;

  @Enumerated(EnumType.STRING)
  private DatasetStatus status;

  private Integer version;
  private String description;

  @Convert(converter = ClassCounts.class)
  @ColumnTransformer(write = "?::jsonb")
  private List<ClassCount> classes;

  @Column(name = "train_images")
  private int trainImages;

  @Column(name = "test_images")
  private int testImages;

  @Column(name = "size_bytes")
  private long sizeBytes;

  private String digest;

  @Convert(converter = TextList.class)
  @ColumnTransformer(write = "?::jsonb")
  private List<String> warnings;

  @Convert(converter = SplitColumn.class)
  @ColumnTransformer(write = "?::jsonb")
  private TestSplit split;

  @Convert(converter = Violations.class)
  @ColumnTransformer(write = "?::jsonb")
  private List<Violation> violations;

  @Column(name = "object_key")
  private String objectKey;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "ended_at")
  private Instant endedAt;

  protected Dataset() {}

  Dataset(DatasetDraft draft, Instant now) {
    this.id = draft.id();
    this.projectId = draft.projectId();
    this.name = draft.name();
    this.nameKey = NameKey.of(draft.name());
    this.status = DatasetStatus.UPLOADING;
    this.description = draft.description();
    this.classes = List.of();
    this.sizeBytes = draft.sizeBytes();
    this.warnings = List.of();
    this.violations = List.of();
    this.createdAt = now;
  }

  /**
   * More of it has come, or less of it is wanted.
   *
   * @param bytes negative for less
   */
  void grow(long bytes) {
    sizeBytes += bytes;
  }

  /** Its archive has arrived. */
  void arrived(long archiveBytes) {
    move(DatasetStatus.UPLOADING, DatasetStatus.CHECKING);
    this.sizeBytes = archiveBytes;
  }

  /** Its archive passed the check and is stored where it stays. */
  void ready(int givenVersion, CheckedArchive checked, Instant now) {
    move(DatasetStatus.CHECKING, DatasetStatus.READY);
    this.version = givenVersion;
    this.classes = checked.content().classes();
    this.trainImages = checked.content().trainImages();
    this.testImages = checked.content().testImages();
    this.sizeBytes = checked.sizeBytes();
    this.digest = checked.digest();
    this.warnings = checked.content().warnings();
    this.split = checked.split();
    this.objectKey = checked.objectKey();
    this.endedAt = now;
  }

  /** It is no dataset, or never came. */
  void reject(Rejection rejection, Instant now) {
    if (!isUnfinished()) {
      throw new IllegalStateException(status + " is final");
    }
    this.status = DatasetStatus.REJECTED;
    this.violations = List.copyOf(rejection.violations());
    this.digest = rejection.digest().orElse(null);
    this.endedAt = now;
  }

  /** It was rejected, and what it came of is about to be mended. */
  void reopen() {
    move(DatasetStatus.REJECTED, DatasetStatus.UPLOADING);
    this.violations = List.of();
    this.digest = null;
    this.endedAt = null;
  }

  private void move(DatasetStatus from, DatasetStatus to) {
    if (status != from) {
      throw new IllegalStateException(status + " is not followed by " + to);
    }
    this.status = to;
  }

  /** Whether it is still on its way to READY or REJECTED. */
  boolean isUnfinished() {
    return switch (status) {
      case UPLOADING, CHECKING -> true;
      case READY, REJECTED -> false;
    };
  }

  /**
   * @throws ConflictException if it cannot be trained on; says what to do
   */
  void requireReady() {
    if (status != DatasetStatus.READY) {
      throw new ConflictException(
          "dataset-not-ready",
          "The dataset is " + status + "; " + whatToDo(),
          Map.of("datasetId", id, "status", status));
    }
  }

  /** What a client that wants it READY has to do. */
  String whatToDo() {
    return switch (status) {
      case UPLOADING -> "end its upload, or delete it.";
      case CHECKING -> "read it again until it is READY.";
      case READY -> "use it.";
      case REJECTED -> "see its violations, and send what is mended.";
    };
  }

  /**
   * Its archive.
   *
   * @throws ConflictException if it is not READY
   */
  StoredFile toFile(String bucket) {
    requireReady();
    return new StoredFile(
        bucket, objectKey, name + "-v" + version + ".zip", "application/zip", sizeBytes, digest);
  }

  DatasetEvent toEvent(Instant now) {
    return new DatasetEvent(
        id,
        projectId,
        name,
        version == null ? 0 : version,
        sizeBytes,
        digest == null ? "" : digest,
        classes.stream().map(ClassCount::name).toList(),
        trainImages,
        testImages,
        violations.stream()
            .map(violation -> violation.field() + ": " + violation.message())
            .toList(),
        now);
  }

  public UUID id() {
    return id;
  }

  String tenant() {
    return tenant;
  }

  public UUID projectId() {
    return projectId;
  }

  public String name() {
    return name;
  }

  public DatasetStatus status() {
    return status;
  }

  /** Null unless it is READY. */
  public Integer version() {
    return version;
  }

  String description() {
    return description;
  }

  List<ClassCount> classes() {
    return List.copyOf(classes);
  }

  int trainImages() {
    return trainImages;
  }

  int testImages() {
    return testImages;
  }

  long sizeBytes() {
    return sizeBytes;
  }

  /** SHA-256 of the archive, where REJECTED of the one that was sent; null before. */
  public String digest() {
    return digest;
  }

  List<Violation> violations() {
    return List.copyOf(violations);
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }

  Optional<TestSplit> split() {
    return Optional.ofNullable(split);
  }

  /** Where its archive is kept in the bucket; null unless it is READY. */
  String objectKey() {
    return objectKey;
  }

  Instant createdAt() {
    return createdAt;
  }
}
