package dev.trainyard.template.dataset;

import dev.trainyard.contracts.dataset.DatasetEvent;
import dev.trainyard.kit.download.StoredFile;
import dev.trainyard.kit.naming.NameKey;
import dev.trainyard.template.archive.ArchiveContent;
import dev.trainyard.template.archive.ClassCount;
import dev.trainyard.template.archive.TestSplit;
import dev.trainyard.template.json.TextList;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;

/** One version of a dataset; never changes. */
@Entity
public class Dataset {
  @Id private UUID id;

  @Column(name = "project_id")
  private UUID projectId;

  private String name;

  @Column(name = "name_key")
  private String nameKey;

  private int version;
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

  @Column(name = "object_key")
  private String objectKey;

  @Column(name = "created_at")
  private Instant createdAt;

  protected Dataset() {}

  Dataset(DatasetDraft draft, int version, ArchiveContent content, Instant now) {
    this.id = draft.id();
    this.projectId = draft.projectId();
    this.name = draft.name();
    this.nameKey = NameKey.of(draft.name());
    this.version = version;
    this.description = draft.description();
    this.classes = content.classes();
    this.trainImages = content.trainImages();
    this.testImages = content.testImages();
    this.sizeBytes = draft.archive().sizeBytes();
    this.digest = draft.archive().digest();
    this.warnings = content.warnings();
    this.split = draft.split();
    this.objectKey = draft.objectKey();
    this.createdAt = now;
  }

  StoredFile toFile(String bucket) {
    return new StoredFile(
        bucket, objectKey, name + "-v" + version + ".zip", "application/zip", sizeBytes, digest);
  }

  DatasetEvent toEvent(Instant now) {
    return new DatasetEvent(
        id,
        projectId,
        name,
        version,
        sizeBytes,
        digest,
        classes.stream().map(ClassCount::name).toList(),
        trainImages,
        testImages,
        List.of(),
        now);
  }

  public UUID id() {
    return id;
  }

  public UUID projectId() {
    return projectId;
  }

  public String name() {
    return name;
  }

  public int version() {
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

  public String digest() {
    return digest;
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }

  Optional<TestSplit> split() {
    return Optional.ofNullable(split);
  }

  String objectKey() {
    return objectKey;
  }

  Instant createdAt() {
    return createdAt;
  }
}
