package dev.trainyard.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.GetPresignedObjectUrlArgs;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.StatObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.http.Method;
import io.minio.messages.Item;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3ServerIT {

  private static final String BUCKET = "trainyard-models";
  private static final int MEBIBYTE = 1024 * 1024;

  @TempDir Path directory;

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void storesMultipartObjectsAndKeepsThemAcrossRestarts() throws Exception {
    byte[] content = new byte[12 * MEBIBYTE];
    new Random(1).nextBytes(content);
    S3Server.Options options = S3Server.Options.of(Placement.kept(directory));
    try (S3Server server = S3Server.start(options)) {
      MinioClient client = client(server);
      client.makeBucket(MakeBucketArgs.builder().bucket(BUCKET).build());
      client.putObject(
          PutObjectArgs.builder()
              .bucket(BUCKET)
              .object("a/model.zip")
              .contentType("application/zip")
              .stream(new ByteArrayInputStream(content), -1, 5 * MEBIBYTE)
              .build());
      assertThat(get(client, "a/model.zip")).isEqualTo(content);
    }
    try (S3Server server = S3Server.start(options)) {
      MinioClient client = client(server);
      assertThat(client.bucketExists(BucketExistsArgs.builder().bucket(BUCKET).build())).isTrue();
      var stat =
          client.statObject(StatObjectArgs.builder().bucket(BUCKET).object("a/model.zip").build());
      assertThat(stat.size()).isEqualTo(content.length);
      assertThat(stat.contentType()).isEqualTo("application/zip");
      assertThat(get(client, "a/model.zip")).isEqualTo(content);
      assertThat(names(client)).containsExactly("a/model.zip");
      client.removeObject(RemoveObjectArgs.builder().bucket(BUCKET).object("a/model.zip").build());
      assertThat(names(client)).isEmpty();
      assertThatThrownBy(() -> get(client, "a/model.zip"))
          .isInstanceOf(ErrorResponseException.class)
          .hasMessageContaining("does not exist");
    }
  }

  @Test
  void takesPresignedAddresses() throws Exception {
    byte[] content = new byte[40 * MEBIBYTE];
    new Random(2).nextBytes(content);
    try (S3Server server = S3Server.start(S3Server.Options.of(Placement.temporary()))) {
      MinioClient client = client(server);
      client.makeBucket(MakeBucketArgs.builder().bucket(BUCKET).build());
      HttpResponse<String> put =
          http.send(
              HttpRequest.newBuilder(presigned(client, Method.PUT))
                  .PUT(HttpRequest.BodyPublishers.ofByteArray(content))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
      HttpResponse<byte[]> got =
          http.send(
              HttpRequest.newBuilder(presigned(client, Method.GET)).build(),
              HttpResponse.BodyHandlers.ofByteArray());
      assertThat(got.statusCode()).isEqualTo(200);
      assertThat(got.body()).isEqualTo(content);
      HttpResponse<byte[]> part =
          http.send(
              HttpRequest.newBuilder(presigned(client, Method.GET))
                  .header("Range", "bytes=10-19")
                  .build(),
              HttpResponse.BodyHandlers.ofByteArray());
      assertThat(part.statusCode()).isEqualTo(206);
      assertThat(part.body()).hasSize(10);
    }
  }

  @Test
  void showsNoUnfinishedUploadsAndForgetsOldOnes() throws Exception {
    S3Server.Options options = S3Server.Options.of(Placement.kept(directory));
    String id = "0f8fad5b-d9cb-469f-a165-70867728950e";
    Path old;
    Path young;
    try (S3Server server = S3Server.start(options)) {
      MinioClient client = client(server);
      client.makeBucket(MakeBucketArgs.builder().bucket(BUCKET).build());
      client.putObject(
          PutObjectArgs.builder().bucket(BUCKET).object("whole").stream(
                  new ByteArrayInputStream(new byte[1]), 1, -1)
              .build());
      Path whole = onDisk("whole");
      // What a server leaves that was killed while it wrote.
      old = Files.write(whole.resolveSibling("half-" + id), new byte[9]);
      Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(8))));
      young = Files.write(whole.resolveSibling(".mpus-" + id + "-half-1"), new byte[9]);
      assertThat(names(client)).containsExactly("whole");
    }
    try (S3Server server = S3Server.start(options)) {
      assertThat(names(client(server))).containsExactly("whole");
      assertThat(old).doesNotExist();
      assertThat(young).exists();
    }
  }

  private Path onDisk(String name) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
    }
  }

  @Test
  void refusesStrangers() throws Exception {
    S3Server.Options options =
        S3Server.Options.of(Placement.temporary())
            .withCredentials(new Credentials("key", "right-secret"));
    try (S3Server server = S3Server.start(options)) {
      MinioClient stranger =
          MinioClient.builder()
              .endpoint(server.endpoint().toString())
              .credentials("key", "wrong-secret")
              .build();
      assertThatThrownBy(stranger::listBuckets).isInstanceOf(ErrorResponseException.class);
      MinioClient owner = client(server);
      owner.makeBucket(MakeBucketArgs.builder().bucket(BUCKET).build());
      owner.putObject(
          PutObjectArgs.builder().bucket(BUCKET).object("x").stream(
                  new ByteArrayInputStream(new byte[1]), 1, -1)
              .build());
      HttpResponse<String> unsigned =
          http.send(
              HttpRequest.newBuilder(server.endpoint().resolve("/" + BUCKET + "/x")).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(unsigned.statusCode()).isEqualTo(403);
    }
  }

  private static MinioClient client(S3Server server) {
    return MinioClient.builder()
        .endpoint(server.endpoint().toString())
        .credentials(server.accessKey(), server.secretKey())
        .build();
  }

  private static byte[] get(MinioClient client, String name) throws Exception {
    try (InputStream in =
        client.getObject(GetObjectArgs.builder().bucket(BUCKET).object(name).build())) {
      return in.readAllBytes();
    }
  }

  private static List<String> names(MinioClient client) throws Exception {
    List<String> names = new ArrayList<>();
    for (Result<Item> result :
        client.listObjects(ListObjectsArgs.builder().bucket(BUCKET).recursive(true).build())) {
      names.add(result.get().objectName());
    }
    return names;
  }

  private static URI presigned(MinioClient client, Method method) throws Exception {
    return URI.create(
        client.getPresignedObjectUrl(
            GetPresignedObjectUrlArgs.builder()
                .bucket(BUCKET)
                .object("ä model.zip")
                .method(method)
                .expiry(60)
                .build()));
  }
}
