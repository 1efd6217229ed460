package dev.trainyard.kit.storage;

import dev.trainyard.kit.http.ContentDisposition;
import dev.trainyard.kit.problem.DependencyUnavailableException;
import io.minio.BucketExistsArgs;
import io.minio.CopyObjectArgs;
import io.minio.CopySource;
import io.minio.GetObjectArgs;
import io.minio.GetPresignedObjectUrlArgs;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.StatObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.http.Method;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Files in an S3 server. Buckets are made when first used. Every method throws {@link
 * DependencyUnavailableException} when the server does not answer or refuses. Thread-safe.
 */
@ApplicationScoped
@IfBuildProperty(name = "trainyard.storage.enabled", stringValue = "true")
public class ObjectStorage {
  /** S3 wants parts of at least 5 MiB; this one is held in memory during an upload. */
  private static final long PART_BYTES = 8L << 20;

  static final long CONNECT_MILLIS = 5_000;

  /** Without a byte sent or received; a server takes its time to make one object of many parts. */
  static final long STANDSTILL_MILLIS = 120_000;

  private static final Set<String> ABSENT_CODES = Set.of("NoSuchKey", "NoSuchBucket", "NotFound");

  private final MinioClient client;
  private final MinioClient presigner;
  private final int presignSeconds;
  private final Relay relay = new Relay();
  private final Set<String> knownBuckets = ConcurrentHashMap.newKeySet();

  public ObjectStorage(StorageConfig config) {
    var endpoint = required(config.endpoint(), "endpoint");
    this.client = clientFor(config, endpoint);
    this.presigner =
        config.publicEndpoint().map(address -> clientFor(config, address)).orElse(client);
    this.presignSeconds = Math.toIntExact(config.presignExpiry().toSeconds());
  }

  /** Stores a file under a key, in parts, with bounded memory. */
  public void put(String bucket, String key, Path file, String contentType) {
    ensureBucket(bucket);
    call(
        () -> {
          try (var content = new BufferedInputStream(Files.newInputStream(file))) {
            return client.putObject(
                PutObjectArgs.builder().bucket(bucket).object(key).contentType(contentType).stream(
                        content, Files.size(file), PART_BYTES)
                    .build());
          }
        });
  }

  /** The content of an object, which the caller closes; empty if there is none. */
  public Optional<InputStream> open(String bucket, String key) {
    return get(GetObjectArgs.builder().bucket(bucket).object(key).build());
  }

  /**
   * Part of the content of an object, which the caller closes; empty if there is no such object.
   *
   * @param offset of the first byte; within the object
   * @param length in bytes, at least 1
   */
  public Optional<InputStream> open(String bucket, String key, long offset, long length) {
    return get(
        GetObjectArgs.builder().bucket(bucket).object(key).offset(offset).length(length).build());
  }

  private Optional<InputStream> get(GetObjectArgs request) {
    return call(
        () -> {
          try {
            return Optional.of(client.getObject(request));
          } catch (ErrorResponseException e) {
            if (isAbsent(e)) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  /**
   * Visits every object of a bucket, in the order of their keys; none if there is no such bucket.
   *
   * @param prefix of the keys; empty for all
   */
  public void forEach(String bucket, String prefix, Consumer<StoredObject> visitor) {
    var request = ListObjectsArgs.builder().bucket(bucket).prefix(prefix).recursive(true).build();
    call(
        () -> {
          try {
            for (var result : client.listObjects(request)) {
              visitor.accept(StoredObject.of(result.get()));
            }
          } catch (ErrorResponseException e) {
            if (!isAbsent(e)) {
              throw e;
            }
          }
          return bucket;
        });
  }

  /** The size of an object in bytes; empty if there is none. */
  public OptionalLong size(String bucket, String key) {
    return call(
        () -> {
          try {
            return OptionalLong.of(
                client
                    .statObject(StatObjectArgs.builder().bucket(bucket).object(key).build())
                    .size());
          } catch (ErrorResponseException e) {
            if (isAbsent(e)) {
              return OptionalLong.empty();
            }
            throw e;
          }
        });
  }

  /**
   * Copies an object within the server, without it passing through here.
   *
   * @return false if there is no such object
   */
  public boolean copy(String fromBucket, String fromKey, String toBucket, String toKey) {
    ensureBucket(toBucket);
    return call(
        () -> {
          try {
            client.copyObject(
                CopyObjectArgs.builder()
                    .bucket(toBucket)
                    .object(toKey)
                    .source(CopySource.builder().bucket(fromBucket).object(fromKey).build())
                    .build());
            return true;
          } catch (ErrorResponseException e) {
            if (isAbsent(e)) {
              return false;
            }
            throw e;
          }
        });
  }

  /** Removes an object; does nothing if there is none. */
  public void remove(String bucket, String key) {
    call(
        () -> {
          try {
            client.removeObject(RemoveObjectArgs.builder().bucket(bucket).object(key).build());
          } catch (ErrorResponseException e) {
            if (!isAbsent(e)) {
              throw e;
            }
          }
          return key;
        });
  }

  /** A URL from which anyone can read this one object for a limited time. */
  public URI presignedGet(String bucket, String key, String fileName) {
    return presign(
        GetPresignedObjectUrlArgs.builder()
            .method(Method.GET)
            .bucket(bucket)
            .object(key)
            .extraQueryParams(
                Map.of("response-content-disposition", ContentDisposition.attachment(fileName))));
  }

  /** A URL to which anyone can write this one object for a limited time. */
  public URI presignedPut(String bucket, String key) {
    ensureBucket(bucket);
    return presign(
        GetPresignedObjectUrlArgs.builder().method(Method.PUT).bucket(bucket).object(key));
  }

  /**
   * Writes an object for a client that cannot reach the server; nothing of it is held here.
   *
   * @param bytes that the body has
   * @throws dev.trainyard.kit.problem.IncompleteBodyException if the client stops sending
   */
  public void relay(String bucket, String key, InputStream body, long bytes) {
    ensureBucket(bucket);
    var request = GetPresignedObjectUrlArgs.builder().method(Method.PUT).bucket(bucket).object(key);
    if (!relay.put(presign(client, request), body, bytes)) {
      throw new DependencyUnavailableException(
          "The object storage", new IOException("there is no bucket " + bucket));
    }
  }

  /** How long the URLs made now can be used. */
  public java.time.Duration presignExpiry() {
    return java.time.Duration.ofSeconds(presignSeconds);
  }

  private URI presign(GetPresignedObjectUrlArgs.Builder request) {
    return presign(presigner, request);
  }

  private URI presign(MinioClient signer, GetPresignedObjectUrlArgs.Builder request) {
    return URI.create(
        call(
            () ->
                signer.getPresignedObjectUrl(
                    request.expiry(presignSeconds, TimeUnit.SECONDS).build())));
  }

  void ensureBucket(String bucket) {
    if (knownBuckets.contains(bucket)) {
      return;
    }
    call(
        () -> {
          if (!client.bucketExists(BucketExistsArgs.builder().bucket(bucket).build())) {
            try {
              client.makeBucket(MakeBucketArgs.builder().bucket(bucket).build());
            } catch (ErrorResponseException e) {
              // Another replica was faster.
              if (!e.errorResponse().code().startsWith("BucketAlready")) {
                throw e;
              }
            }
          }
          return knownBuckets.add(bucket);
        });
  }

  private static boolean isAbsent(ErrorResponseException answer) {
    return ABSENT_CODES.contains(answer.errorResponse().code());
  }

  private static MinioClient clientFor(StorageConfig config, String endpoint) {
    var builder =
        MinioClient.builder()
            .endpoint(endpoint)
            .credentials(
                required(config.accessKey(), "access-key"),
                required(config.secretKey(), "secret-key"));
    config.region().ifPresent(builder::region);
    var made = builder.build();
    made.setTimeout(CONNECT_MILLIS, STANDSTILL_MILLIS, STANDSTILL_MILLIS);
    return made;
  }

  static String required(Optional<String> value, String name) {
    return value.orElseThrow(
        () -> new IllegalStateException("trainyard.storage." + name + " must be configured"));
  }

  private static <T> T call(StorageCall<T> call) {
    try {
      return call.run();
    } catch (IOException
        | java.security.GeneralSecurityException
        | io.minio.errors.MinioException e) {
      throw new DependencyUnavailableException("The object storage", e);
    }
  }

  @FunctionalInterface
  private interface StorageCall<T> {
    T run()
        throws IOException, java.security.GeneralSecurityException, io.minio.errors.MinioException;
  }
}
