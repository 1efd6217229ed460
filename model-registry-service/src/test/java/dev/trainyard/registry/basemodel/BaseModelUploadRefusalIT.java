package dev.trainyard.registry.basemodel;

import static dev.trainyard.registry.basemodel.BaseModelClient.uniqueName;
import static dev.trainyard.registry.basemodel.BaseModelClient.upload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasSize;

import dev.trainyard.registry.model.RegistryTest;
import dev.trainyard.weights.checkpoint.Tensor;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is taken for no base model, and what is said then; nothing of it stays. */
@RegistryTest
class BaseModelUploadRefusalIT {
  private static final int LIMIT = 64 << 20;

  @TempDir static Path folder;
  @Inject StoredBaseModels stored;
  private List<String> before;
  private List<String> notedBefore;

  @BeforeEach
  void remember() {
    before = stored.keys();
    notedBefore = stored.notedKeys();
  }

  static Stream<Arguments> uploads() throws IOException {
    return Stream.of(
        Arguments.of("no zip", text("not a zip at all"), "not a zip file"),
        Arguments.of("empty body", new byte[0], "not a zip file"),
        Arguments.of("path traversal", HostileArchives.withEntry("../evil.pth"), "outside any"),
        Arguments.of("absolute path", HostileArchives.withEntry("/evil.pth"), "outside any folder"),
        Arguments.of("symbolic link", HostileArchives.withLink(), ".pth file cannot be read"),
        Arguments.of("two .pth", HostileArchives.withTwoWeights(), "2 entries beside config.yaml"),
        Arguments.of(
            "no config", HostileArchives.withoutConfiguration(), "has no config.yaml; make a zip"),
        Arguments.of("with a password", HostileArchives.encrypted(), "has a password"),
        Arguments.of("twice the weights", HostileArchives.withTwice("model.pth"), "of one name"),
        Arguments.of("twice the config", HostileArchives.withTwice("config.yaml"), "of one name"),
        Arguments.of("broken name", HostileArchives.withBrokenName(), "bad entry name"),
        Arguments.of("bomb", HostileArchives.bomb(), "larger than " + LIMIT + " bytes"),
        Arguments.of("bomb of text", HostileArchives.configurationBomb(), "larger than"),
        Arguments.of("truncated", HostileArchives.truncated(), "not a zip file"),
        Arguments.of(
            "architecture",
            HostileArchives.withConfiguration(
                HostileArchives.CONFIGURATION.replace("resnet18", "vgg16")),
            "architecture must be one of resnet18, resnet34, resnet50"),
        Arguments.of(
            "no checkpoint",
            HostileArchives.withEntry("model.pth"),
            "not a checkpoint in PyTorch's zip format"),
        Arguments.of(
            "forbidden global",
            HostileArchives.withPickle("cos\nsystem\n(X\2\0\0\0idtR."),
            "refers to os.system, which is not part of a tensor"),
        Arguments.of(
            "unknown opcode", HostileArchives.withPickle("(lp0\n."), "opcode 0x6c is not allowed"),
        Arguments.of(
            "huge pickle",
            HostileArchives.withPickle("}".repeat(2 << 20) + "."),
            "data.pkl is larger than it should be"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("uploads")
  void refuses(String what, byte[] content, String message) {
    var name = uniqueName("refused");

    var answer = upload("name=" + name, BodyPublishers.ofByteArray(content));

    requireRefused(answer, message);
    requireNothingStored(name);
  }

  static Stream<Arguments> tensors() {
    var spoilt = new float[64];
    spoilt[63] = Float.NaN;
    return Stream.of(
        Arguments.of(
            "layer1.0.conv1.weight",
            Tensor.of(new float[64], 4, 4, 2, 2),
            "layer1.0.conv1.weight is FLOAT32[4, 4, 2, 2] instead of FLOAT32[64, 64, 3, 3]"),
        Arguments.of(
            "layer1.0.bn2.running_var",
            Tensor.of(spoilt, 64),
            "NaN, infinite or too large for float32 in layer1.0.bn2.running_var; save"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tensors")
  void namesTheTensorThatIsWrong(String tensor, Tensor content, String message) throws Exception {
    var name = uniqueName("refused");
    var archive = HostileArchives.withTensor(folder, tensor, content);

    var answer = upload("name=" + name, BodyPublishers.ofFile(archive));

    requireRefused(answer, message);
    requireNothingStored(name);
  }

  @Test
  void refusesTooLargeUploadsWhetherTheySayItOrNot() {
    var large = new byte[LIMIT + 1];
    for (BodyPublisher body :
        List.of(
            BodyPublishers.ofByteArray(large),
            // Chunked: the size is not announced.
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))) {
      var name = uniqueName("refused");
      var answer = upload("name=" + name, body);
      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.contentType()).startsWith("application/problem+json");
      assertThat(answer.body().getLong("limitBytes")).isEqualTo(LIMIT);
      requireNothingStored(name);
    }
  }

  @Test
  void refusesBadRequestsBeforeTheyAreChecked() {
    var body = BodyPublishers.ofByteArray(HostileArchives.withEntry("model.pth"));
    var badName = upload("name=no%20spaces", body);
    assertThat(badName.status()).isEqualTo(400);
    assertThat(badName.body().getString("violations[0].field")).isEqualTo("name");
    assertThat(upload("description=nameless", body).status()).isEqualTo(400);
    assertThat(upload("name=x&description=" + "d".repeat(2_001), body).status()).isEqualTo(400);
    var badArchitecture = upload("name=x&architecture=vgg16", body);
    assertThat(badArchitecture.status()).isEqualTo(400);
    assertThat(badArchitecture.violation()).contains("must be one of resnet18");
    assertThat(upload("name=BASE-resnet18", body).status()).isEqualTo(409);
    assertThat(upload("name=x", "text/plain", body).status()).isEqualTo(415);
    requireNothingStored("x");
  }

  @Test
  void holdsEveryOtherBodyToOneMebibyte() {
    var large = ("{\"name\": \"" + "x".repeat(2 << 20) + "\"}").getBytes(StandardCharsets.UTF_8);
    var announced = upload("", "application/json", BodyPublishers.ofByteArray(large));
    assertThat(announced.status()).isEqualTo(413);
    assertThat(announced.body().getLong("limitBytes")).isEqualTo(1 << 20);
    var chunked =
        upload(
            "",
            "application/json",
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)));
    assertThat(chunked.status()).isEqualTo(413);
  }

  private static void requireRefused(BaseModelClient.Answer answer, String message) {
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.contentType()).startsWith("application/problem+json");
    assertThat(answer.body().getString("violations[0].field")).isEqualTo("archive");
    assertThat(answer.violation()).contains(message);
    assertThat(answer.body().getString("detail")).contains("Nothing was stored", "config.yaml");
  }

  private void requireNothingStored(String name) {
    BaseModelClient.named(name).body("items", hasSize(0));
    assertThat(stored.keys()).isEqualTo(before);
    assertThat(stored.notedKeys()).isEqualTo(notedBefore);
    assertThat(stored.filesOfUploads()).isEmpty();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
