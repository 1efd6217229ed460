package dev.trainyard.kit.storage;

import static dev.trainyard.kit.storage.S3Requests.NONE;
import static dev.trainyard.kit.storage.S3Requests.await;
import static dev.trainyard.kit.storage.S3Requests.elements;
import static dev.trainyard.kit.storage.S3Requests.text;

import com.google.common.collect.ImmutableMultimap;
import dev.trainyard.kit.problem.DependencyUnavailableException;
import io.minio.BucketExistsArgs;
import io.minio.GetPresignedObjectUrlArgs;
import io.minio.MinioAsyncClient;
import io.minio.StatObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.http.Method;
import io.minio.messages.Part;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Objects that clients send to the S3 server themselves, in parts, by presigned URLs. There is no
 * object until {@link #complete}. Every method throws {@link DependencyUnavailableException} when
 * the server does not answer or refuses. Thread-safe.
 */
@ApplicationScoped
@IfBuildProperty(name = "trainyard.storage.enabled", stringValue = "true")
public class MultipartUploads {
  /** S3 takes no more parts for one object. */
  public static final int MAX_PARTS = 10_000;

  /** S3 takes no smaller part but the last. */
  public static final long MIN_PART_BYTES = 5L << 20;

  private static final Set<String> ABSENT_CODES =
      Set.of("NoSuchUpload", "NoSuchKey", "NoSuchBucket");

  private final Relay relay = new Relay();
  private final ObjectStorage storage;
  private final S3Requests client;
  private final S3Requests presigner;
  private final String region;
  private final int presignSeconds;

  public MultipartUploads(ObjectStorage storage, StorageConfig config) {
    this.storage = storage;
    var endpoint = ObjectStorage.required(config.endpoint(), "endpoint");
    this.client = clientFor(config, endpoint);
    this.presigner =
        config.publicEndpoint().map(address -> clientFor(config, address)).orElse(client);
    this.region = config.region().orElse(null);
    this.presignSeconds = Math.toIntExact(config.presignExpiry().toSeconds());
  }

  /** Begins an upload and returns its id. */
  public String begin(String bucket, String key, String contentType) {
    storage.ensureBucket(bucket);
    var headers = ImmutableMultimap.of("Content-Type", contentType);
    return call(
        () ->
            await(client.createMultipartUploadAsync(bucket, region, key, headers, NONE))
                .result()
                .uploadId());
  }

  /**
   * A URL to which anyone can write one part for a limited time, again if need be.
   *
   * @param number from 1
   */
  public URI presignedPart(String bucket, String key, String uploadId, int number) {
    return presignedPart(presigner, bucket, key, uploadId, number);
  }

  /**
   * Writes a part for a client that cannot reach the server; nothing of it is held here.
   *
   * @param number from 1
   * @param bytes that the body has
   * @return false if there is no such upload: it was completed or aborted before
   * @throws dev.trainyard.kit.problem.IncompleteBodyException if the client stops sending
   */
  public boolean relayPart(
      String bucket, String key, String uploadId, int number, InputStream body, long bytes) {
    return relay.put(presignedPart(client, bucket, key, uploadId, number), body, bytes);
  }

  private URI presignedPart(
      S3Requests signer, String bucket, String key, String uploadId, int number) {
    return URI.create(
        call(
            () ->
                signer.getPresignedObjectUrl(
                    GetPresignedObjectUrlArgs.builder()
                        .method(Method.PUT)
                        .bucket(bucket)
                        .object(key)
                        .expiry(presignSeconds, TimeUnit.SECONDS)
                        .extraQueryParams(
                            Map.of("uploadId", uploadId, "partNumber", String.valueOf(number)))
                        .build())));
  }

  /** How long the URLs made now can be used. */
  public Duration presignExpiry() {
    return Duration.ofSeconds(presignSeconds);
  }

  /** The parts that have arrived, in their order; none if there is no such upload. */
  public List<StoredPart> parts(String bucket, String key, String uploadId) {
    var object = StatObjectArgs.builder().bucket(bucket).object(key).region(region).build();
    return whileThere(
            () -> {
              var parts = new ArrayList<StoredPart>();
              var query = ImmutableMultimap.of("uploadId", uploadId);
              while (true) {
                var page = client.get(object, query);
                elements(page, "Part").map(StoredPart::of).forEach(parts::add);
                var next = text(page, "NextPartNumberMarker");
                if (!text(page, "IsTruncated").equals("true") || next.isEmpty()) {
                  return List.copyOf(parts);
                }
                query = ImmutableMultimap.of("uploadId", uploadId, "part-number-marker", next);
              }
            })
        .orElse(List.of());
  }

  /**
   * Makes the object of its parts.
   *
   * @return false if there is no such upload: it was completed or aborted before
   */
  public boolean complete(String bucket, String key, String uploadId, List<StoredPart> parts) {
    var chosen =
        parts.stream().map(part -> new Part(part.number(), part.tag())).toArray(Part[]::new);
    return whileThere(
            () ->
                await(
                    client.completeMultipartUploadAsync(
                        bucket, region, key, uploadId, chosen, NONE, NONE)))
        .isPresent();
  }

  /** Whether an upload was neither completed nor thrown away. */
  public boolean isOpen(String bucket, String key, String uploadId) {
    return uploadsOf(bucket, key).contains(uploadId);
  }

  /** Throws away an upload with its parts; does nothing if there is none. */
  public void abort(String bucket, String key, String uploadId) {
    whileThere(
        () -> await(client.abortMultipartUploadAsync(bucket, region, key, uploadId, NONE, NONE)));
  }

  /** Throws away all uploads of a key that were not completed, with their parts. */
  public void abortAll(String bucket, String key) {
    uploadsOf(bucket, key).forEach(uploadId -> abort(bucket, key, uploadId));
  }

  /**
   * All uploads of a bucket that are open, as far as the server tells: some, such as MinIO's, tell
   * of those of one key only, and throw away old ones themselves.
   */
  public List<OpenUpload> open(String bucket) {
    var all = BucketExistsArgs.builder().bucket(bucket).region(region).build();
    return whileThere(
            () -> {
              var uploads = new ArrayList<OpenUpload>();
              var query = ImmutableMultimap.of("uploads", "");
              while (true) {
                var page = client.get(all, query);
                elements(page, "Upload").map(OpenUpload::of).forEach(uploads::add);
                var nextKey = text(page, "NextKeyMarker");
                if (!text(page, "IsTruncated").equals("true") || nextKey.isEmpty()) {
                  return List.copyOf(uploads);
                }
                query =
                    ImmutableMultimap.of(
                        "uploads",
                        "",
                        "key-marker",
                        nextKey,
                        "upload-id-marker",
                        text(page, "NextUploadIdMarker"));
              }
            })
        .orElse(List.of());
  }

  private List<String> uploadsOf(String bucket, String key) {
    var all = BucketExistsArgs.builder().bucket(bucket).region(region).build();
    var query = ImmutableMultimap.of("uploads", "", "prefix", key);
    return whileThere(
            () ->
                elements(client.get(all, query), "Upload")
                    // The prefix is part of other keys too.
                    .filter(upload -> text(upload, "Key").equals(key))
                    .map(upload -> text(upload, "UploadId"))
                    .toList())
        .orElse(List.of());
  }

  private static S3Requests clientFor(StorageConfig config, String endpoint) {
    var builder =
        MinioAsyncClient.builder()
            .endpoint(endpoint)
            .credentials(
                ObjectStorage.required(config.accessKey(), "access-key"),
                ObjectStorage.required(config.secretKey(), "secret-key"));
    config.region().ifPresent(builder::region);
    var made = new S3Requests(builder.build());
    made.setTimeout(
        ObjectStorage.CONNECT_MILLIS,
        ObjectStorage.STANDSTILL_MILLIS,
        ObjectStorage.STANDSTILL_MILLIS);
    return made;
  }

  private static <T> Optional<T> whileThere(StorageCall<T> call) {
    return call(
        () -> {
          try {
            return Optional.of(call.run());
          } catch (ErrorResponseException e) {
            if (ABSENT_CODES.contains(e.errorResponse().code())) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  private static <T> T call(StorageCall<T> call) {
    try {
      return call.run();
    } catch (IOException | GeneralSecurityException | MinioException e) {
      throw new DependencyUnavailableException("The object storage", e);
    }
  }

  @FunctionalInterface
  private interface StorageCall<T> {
    T run() throws IOException, GeneralSecurityException, MinioException;
  }
}
