package dev.trainyard.registry.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.trainyard.kit.identity.IdGenerator;
import dev.trainyard.kit.integrity.ObjectDisposal;
import dev.trainyard.kit.problem.DependencyUnavailableException;
import dev.trainyard.kit.storage.ObjectStorage;
import dev.trainyard.kit.storage.StorageConfig;
import dev.trainyard.kit.testing.Logged;
import dev.trainyard.kit.testing.Tokens;
import dev.trainyard.registry.RegistryConfig;
import dev.trainyard.registry.archive.ArchiveVerifier;
import dev.trainyard.registry.archive.TestArchives;
import dev.trainyard.registry.basemodel.HostileArchives;
import dev.trainyard.registry.model.ModelImports;
import dev.trainyard.registry.model.RegistryClient;
import dev.trainyard.registry.model.RegistryTest;
import dev.trainyard.weights.checkpoint.Tensor;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is no model, and clients that go away: nothing stays. */
@RegistryTest
class ImportRefusalIT {
  private static final byte[] WEIGHTS = bytes("no weights");
  private static final int LIMIT = 64 << 20;

  @TempDir static Path folder;
  @Inject RegistryConfig config;
  @Inject StorageConfig storageConfig;
  @Inject ModelImports models;
  @Inject ArchiveVerifier verifier;
  @Inject ObjectDisposal disposal;
  @Inject IdGenerator ids;
  @Inject Clock clock;

  private final UUID project = UUID.randomUUID();

  static Stream<Arguments> files() {
    return Stream.of(
        Arguments.of("no zip", bytes("nothing"), "this is no zip of a model"),
        Arguments.of("no weights", TestArchives.valid(), "the .pth file cannot be read"),
        Arguments.of("a folder", zip("models/model.pth"), "must hold one .pth file"),
        Arguments.of("going up", zip("../model.pth"), "must hold one .pth file"),
        Arguments.of("two weights", zip("a.pth", "b.pth"), "must hold one .pth file"),
        Arguments.of("a stranger", zip("a.pth", "run.sh"), "must hold one .pth file"),
        Arguments.of("no config", withoutConfig(), "the archive has no config.yaml"),
        Arguments.of("other sums", withSums("0".repeat(64) + "  model.pth\n"), "not those of"),
        Arguments.of("missing sums", withSums(""), "not those of SHA256SUMS"),
        Arguments.of("odd sums", withSums("what\n"), "is not as sha256sum writes it"),
        Arguments.of(
            "many values",
            TestArchives.of(WEIGHTS, "a: [" + "{},".repeat(100_000) + "1]"),
            "more values than are read"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void refuses(String what, byte[] content, String message) throws Exception {
    var answer =
        ExchangeClient.send(project, "name=refused", null, BodyPublishers.ofByteArray(content));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.violation()).contains(message);
    assertThat(answer.body().getString("detail")).contains("Nothing was stored");
    requireNothingLeft();
  }

  static Stream<Arguments> weights() throws IOException {
    return Stream.of(
        Arguments.of("bomb", of(HostileArchives.bomb()), "model.pth in the archive is larger"),
        Arguments.of("symbolic link", of(HostileArchives.withLink()), ".pth file cannot be read"),
        Arguments.of(
            "forbidden global",
            of(HostileArchives.withPickle("cos\nsystem\n(X\2\0\0\0idtR.")),
            "refers to os.system, which is not part of a tensor"),
        Arguments.of(
            "no number",
            BodyPublishers.ofFile(
                HostileArchives.withTensor(
                    folder, "fc.bias", Tensor.of(new float[] {0, Float.NaN}, 2))),
            "NaN, infinite or too large for float32 in fc.bias; save"));
  }

  private static BodyPublisher of(byte[] content) {
    return BodyPublishers.ofByteArray(content);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("weights")
  void refusesWeights(String what, BodyPublisher content, String message) throws Exception {
    var answer = ExchangeClient.send(project, "name=refused&class=a&class=b", null, content);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.violation()).contains(message);
    requireNothingLeft();
  }

  @Test
  void refusesWhatIsTooLargeWhetherItSaysItOrNot() {
    var large = new byte[LIMIT + 1];
    for (BodyPublisher body :
        List.of(
            of(large),
            // Chunked: the size is not announced.
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))) {
      var answer = ExchangeClient.send(project, "name=large", null, body);
      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.body().getLong("limitBytes")).isEqualTo(LIMIT);
      requireNothingLeft();
    }
  }

  @Test
  void refusesBadParameters() throws Exception {
    var body = BodyPublishers.ofByteArray(WEIGHTS);
    assertThat(ExchangeClient.send(project, "name=a%20b", null, body).status()).isEqualTo(400);
    assertThat(ExchangeClient.send(project, "", null, body).status()).isEqualTo(400);
    assertThat(ExchangeClient.send(project, "name=a&architecture=vgg", null, body).status())
        .isEqualTo(400);
    requireNothingLeft();
  }

  @Test
  void leavesNothingOfAnUploadThatBreaksOffAndWarnsOfIt() throws Exception {
    try (var logged = new Logged()) {
      try (var socket = new Socket("localhost", RestAssured.port)) {
        socket
            .getOutputStream()
            .write(
                bytes(
                    "POST /api/v1/models/import?projectId=%s&name=broken HTTP/1.1\r\nHost: localhost\r\nAuthorization: %s\r\nContent-Type: application/zip\r\nContent-Length: 100000\r\n\r\nPK"
                        .formatted(project, Tokens.bearer("admin"))));
        socket.getOutputStream().flush();
        Awaitility.await().until(() -> !uploads().isEmpty());
      }
      Awaitility.await().until(() -> logged.has("Upload broken off"));
      requireNothingLeft();
      assertThat(logged.errors()).isEmpty();
    }
  }

  @Test
  void leavesNothingWhenTheStorageIsAway(@TempDir Path folder) throws Exception {
    var request = new ImportRequest(project, "away", null, null, Optional.empty(), List.of());
    try (var body = Files.newInputStream(new RealModel(folder).archive())) {
      assertThatThrownBy(() -> withoutStorage().take(request, -1, body))
          .isInstanceOf(DependencyUnavailableException.class);
    }
    requireNothingLeft();
  }

  private ModelImport withoutStorage() {
    var away =
        (StorageConfig)
            Proxy.newProxyInstance(
                StorageConfig.class.getClassLoader(),
                new Class<?>[] {StorageConfig.class},
                (proxy, method, arguments) ->
                    method.getName().equals("endpoint")
                        ? Optional.of("http://localhost:1")
                        : method.invoke(storageConfig, arguments));
    return new ModelImport(models, verifier, new ObjectStorage(away), disposal, config, ids, clock);
  }

  private void requireNothingLeft() {
    Awaitility.await().until(() -> uploads().isEmpty());
    RegistryClient.get("/models?projectId=" + project).body("items", hasSize(0));
    RegistryClient.get("/models?status=PENDING&projectId=" + project).body("total", equalTo(0));
  }

  private List<String> uploads() throws IOException {
    if (!Files.isDirectory(config.workDirectory())) {
      return List.of();
    }
    try (var files = Files.list(config.workDirectory())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("upload"))
          .toList();
    }
  }

  private static byte[] zip(String... names) {
    var entries = new LinkedHashMap<String, byte[]>();
    for (var name : names) {
      entries.put(name, WEIGHTS);
    }
    entries.put("config.yaml", bytes("formatVersion: 1"));
    return TestArchives.zip(entries);
  }

  private static byte[] withoutConfig() {
    return TestArchives.zip(Map.of("model.pth", WEIGHTS));
  }

  private static byte[] withSums(String sums) {
    var entries = new LinkedHashMap<String, byte[]>();
    entries.put("model.pth", WEIGHTS);
    entries.put("config.yaml", bytes("formatVersion: 1"));
    entries.put("SHA256SUMS", bytes(sums));
    return TestArchives.zip(entries);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
