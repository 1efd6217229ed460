package dev.trainyard.kit.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.trainyard.backends.Placement;
import dev.trainyard.backends.S3Server;
import dev.trainyard.kit.download.Via;
import dev.trainyard.kit.problem.IncompleteBodyException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MultipartUploadsIT {
  private static final String BUCKET = "trainyard-uploads";
  private static final int PART_BYTES = 5 << 20;

  private static S3Server server;
  private static ObjectStorage storage;
  private static MultipartUploads uploads;

  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws Exception {
    server = S3Server.start(S3Server.Options.of(Placement.temporary()));
    var config = new Config(server);
    storage = new ObjectStorage(config);
    uploads = new MultipartUploads(storage, config);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Test
  void makesAnObjectOfPartsThatAClientSent() throws Exception {
    var key = "uploads/made";
    var upload = uploads.begin(BUCKET, key, "application/zip");
    assertThat(uploads.parts(BUCKET, key, upload)).isEmpty();
    send(key, upload, 2, part(2, 1000));
    send(key, upload, 1, part(3, 10));
    send(key, upload, 1, part(1, PART_BYTES));
    var parts = uploads.parts(BUCKET, key, upload);
    assertThat(parts).extracting(StoredPart::number).containsExactly(1, 2);
    assertThat(parts).extracting(StoredPart::sizeBytes).containsExactly((long) PART_BYTES, 1000L);
    assertThat(storage.size(BUCKET, key)).isEmpty();
    assertThat(uploads.isOpen(BUCKET, key, upload)).isTrue();

    assertThat(uploads.complete(BUCKET, key, upload, parts)).isTrue();
    assertThat(uploads.isOpen(BUCKET, key, upload)).isFalse();
    assertThat(storage.size(BUCKET, key)).hasValue(PART_BYTES + 1000L);
    try (var content = storage.open(BUCKET, key).orElseThrow()) {
      assertThat(content.readNBytes(PART_BYTES)).isEqualTo(part(1, PART_BYTES));
      assertThat(content.readAllBytes()).isEqualTo(part(2, 1000));
    }
    assertThat(uploads.complete(BUCKET, key, upload, parts)).isFalse();
    assertThat(uploads.parts(BUCKET, key, upload)).isEmpty();
  }

  @Test
  void throwsAwayWhatWasNotCompleted() throws Exception {
    var key = "uploads/abandoned";
    var first = uploads.begin(BUCKET, key, "application/zip");
    var second = uploads.begin(BUCKET, key, "application/zip");
    var other = uploads.begin(BUCKET, key + "-other", "application/zip");
    send(key, first, 1, part(1, 10));
    send(key, second, 1, part(1, 10));
    send(key + "-other", other, 1, part(1, 10));
    uploads.abortAll(BUCKET, key);
    assertThat(uploads.parts(BUCKET, key, first)).isEmpty();
    assertThat(uploads.parts(BUCKET, key, second)).isEmpty();
    assertThat(uploads.parts(BUCKET, key + "-other", other)).hasSize(1);
    assertThat(storage.size(BUCKET, key)).isEmpty();
    uploads.abortAll(BUCKET, key);
    uploads.abortAll("no-such-bucket", key);
  }

  @Test
  void throwsAwayOneUploadOfSeveral() throws Exception {
    var key = "uploads/replaced";
    var first = uploads.begin(BUCKET, key, "application/zip");
    var second = uploads.begin(BUCKET, key, "application/zip");
    send(key, second, 1, part(1, 10));
    uploads.abort(BUCKET, key, first);
    uploads.abort(BUCKET, key, first);
    assertThat(uploads.isOpen(BUCKET, key, first)).isFalse();
    assertThat(uploads.isOpen(BUCKET, key, second)).isTrue();
    assertThat(uploads.parts(BUCKET, key, second)).hasSize(1);
    uploads.abort(BUCKET, key, second);
    assertThat(uploads.isOpen("no-such-bucket", key, second)).isFalse();
  }

  @Test
  void takesAPartAgainThatBrokeOff() throws Exception {
    var key = "broken-off";
    var upload = uploads.begin(BUCKET, key, "application/zip");
    var body =
        new SequenceInputStream(
            new ByteArrayInputStream(part(1, 1 << 20)),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("the client is gone");
              }
            });
    assertThatThrownBy(() -> uploads.relayPart(BUCKET, key, upload, 1, body, 5 << 20))
        .isInstanceOf(IncompleteBodyException.class);
    assertThat(uploads.parts(BUCKET, key, upload)).isEmpty();
    var whole = new ByteArrayInputStream(part(1, 1000));
    assertThat(uploads.relayPart(BUCKET, key, upload, 1, whole, 1000)).isTrue();
    var parts = uploads.parts(BUCKET, key, upload);
    assertThat(parts).extracting(StoredPart::sizeBytes).containsExactly(1000L);
    assertThat(uploads.complete(BUCKET, key, upload, parts)).isTrue();
  }

  @Test
  void tellsOfAllThatAreOpen() {
    var first = uploads.begin(BUCKET, "open/a", "application/zip");
    var second = uploads.begin(BUCKET, "open/b", "application/zip");
    assertThat(uploads.open(BUCKET))
        .extracting(OpenUpload::key, OpenUpload::uploadId)
        .contains(tuple("open/a", first), tuple("open/b", second));
    assertThat(uploads.open(BUCKET))
        .allSatisfy(upload -> assertThat(upload.begunAt()).isBefore(Instant.now().plusSeconds(5)));
    uploads.abort(BUCKET, "open/a", first);
    uploads.abort(BUCKET, "open/b", second);
    assertThat(uploads.open(BUCKET)).extracting(OpenUpload::uploadId).doesNotContain(first, second);
    assertThat(uploads.open("no-such-bucket")).isEmpty();
  }

  private void send(String key, String upload, int number, byte[] part) throws Exception {
    assertThat(put(key, upload, number, part)).isEqualTo(200);
  }

  private int put(String key, String upload, int number, byte[] part)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(uploads.presignedPart(BUCKET, key, upload, number))
            .PUT(HttpRequest.BodyPublishers.ofByteArray(part))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private static byte[] part(int seed, int size) {
    var bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private record Config(S3Server server) implements StorageConfig {
    @Override
    public boolean enabled() {
      return true;
    }

    @Override
    public Optional<String> endpoint() {
      return Optional.of(server.endpoint().toString());
    }

    @Override
    public Optional<String> publicEndpoint() {
      return Optional.empty();
    }

    @Override
    public Optional<String> accessKey() {
      return Optional.of(server.accessKey());
    }

    @Override
    public Optional<String> secretKey() {
      return Optional.of(server.secretKey());
    }

    @Override
    public Optional<String> region() {
      return Optional.empty();
    }

    @Override
    public Via transfersVia() {
      return Via.STORAGE;
    }

    @Override
    public Duration presignExpiry() {
      return Duration.ofMinutes(1);
    }
  }
}
