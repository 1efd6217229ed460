package dev.trainyard.agent.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.agent.failure.RunFailedException;
import dev.trainyard.agent.harness.AgentConfigs;
import dev.trainyard.agent.harness.FakeRegistry;
import dev.trainyard.agent.harness.StartCommands;
import dev.trainyard.contracts.process.FailureCause;
import dev.trainyard.contracts.process.StartTraining;
import dev.trainyard.contracts.trainer.TrainerMessage;
import dev.trainyard.weights.FileDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models on their way to the registry. */
class ModelUploaderTest {
  private static final int PART_BYTES = 1 << 20;
  private static final byte[] CONTENT = new byte[3 * PART_BYTES + 1000];

  static {
    new Random(3).nextBytes(CONTENT);
  }

  @TempDir Path directory;

  private final FakeRegistry registry = new FakeRegistry(4, PART_BYTES);
  private final StartTraining run =
      new StartCommands(UUID.randomUUID(), "f".repeat(64)).first("digits");
  private Path archive;
  private TrainerMessage.Result result;

  @BeforeEach
  void write() throws IOException {
    archive = Files.write(directory.resolve("model.zip"), CONTENT);
    result =
        new TrainerMessage.Result(
            "model.zip", FileDigest.of(archive).sha256(), CONTENT.length, Map.of());
  }

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void sendsOnlyTheRestWhenTheConnectionBreaks() throws Exception {
    registry.breakOffIn(3);
    assertThat(upload()).isEqualTo(registry.model());
    assertThat(registry.begunParts()).containsExactly(1, 2, 3, 3, 4);
    assertThat(registry.joinedParts()).isEqualTo(CONTENT);
    assertThat(registry.wholeUpload()).isNull();
  }

  @Test
  void goesOnWhereAnEarlierRunOfTheAgentBrokeOff() throws Exception {
    registry.breakOffIn(3);
    var impatient = Map.of("upload-parts-above", "1M", "retry-limit", "1ms");
    assertThatThrownBy(() -> upload(impatient))
        .isInstanceOfSatisfying(
            RunFailedException.class,
            failure -> assertThat(failure.reason()).isEqualTo(FailureCause.UPLOAD_ERROR));
    assertThat(registry.begunParts()).containsExactly(1, 2, 3);

    assertThat(upload()).isEqualTo(registry.model());
    assertThat(registry.begunParts()).containsExactly(1, 2, 3, 3, 4);
    assertThat(registry.joinedParts()).isEqualTo(CONTENT);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void asksForAFreshAddressWhenOneHasExpired(int part) throws Exception {
    registry.letTheAddressExpireOf(part);
    assertThat(upload()).isEqualTo(registry.model());
    assertThat(registry.begunParts())
        .containsExactlyElementsOf(part == 2 ? List.of(1, 2, 2, 3, 4) : List.of(1, 2, 3, 3, 4));
    assertThat(registry.joinedParts()).isEqualTo(CONTENT);
  }

  @Test
  void sendsNothingTwiceWhenTheRegistryWasAway() throws Exception {
    registry.refuseNext(2);
    assertThat(upload()).isEqualTo(registry.model());
    assertThat(registry.begunParts()).containsExactly(1, 2, 3, 4);
    assertThat(registry.wholeUpload()).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 405})
  void sendsAllAtOnceToARegistryThatKnowsNoParts(int status) throws Exception {
    registry.answerQuestionsForParts(status);
    assertThat(upload()).isEqualTo(registry.model());
    assertThat(registry.wholeUpload()).isEqualTo(CONTENT);
    assertThat(registry.begunParts()).isEmpty();
    assertThat(registry.asked()).containsExactly("models", "upload", "complete");
  }

  @Test
  void sendsASmallArchiveAtOnce() throws Exception {
    assertThat(upload(Map.of())).isEqualTo(registry.model());
    assertThat(registry.wholeUpload()).isEqualTo(CONTENT);
    assertThat(registry.asked()).containsExactly("models", "complete");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1M", "64M"})
  void sendsToTheRegistryItselfWhereThatSaysSo(String partsAbove) throws Exception {
    registry.givePaths();
    assertThat(upload(Map.of("upload-parts-above", partsAbove))).isEqualTo(registry.model());
    assertThat(partsAbove.equals("1M") ? registry.joinedParts() : registry.wholeUpload())
        .isEqualTo(CONTENT);
  }

  @Test
  void sendsNothingOfAModelThatIsCompleteMeanwhile() throws Exception {
    registry.answerQuestionsForParts(409);
    assertThat(upload()).isEqualTo(registry.model());
    assertThat(registry.asked()).containsExactly("models", "upload", "models");
    assertThat(registry.begunParts()).isEmpty();
  }

  @Test
  void completesAgainWhenAReplicaOverlooksTheParts() throws Exception {
    registry.overlookTheUpload();
    assertThat(upload()).isEqualTo(registry.model());
    assertThat(registry.begunParts()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void failsWhenTheArchiveIsGone() throws Exception {
    Files.delete(archive);
    assertThatThrownBy(() -> upload(Map.of("upload-parts-above", "1M", "retry-limit", "1ms")))
        .isInstanceOf(RunFailedException.class)
        .hasMessageContaining("cannot be delivered")
        .hasMessageContaining("model.zip");
  }

  @Test
  void failsWhenTheArchiveIsShorterThanItWas() throws Exception {
    Files.write(archive, new byte[PART_BYTES]);
    assertThatThrownBy(() -> upload(Map.of("upload-parts-above", "1M", "retry-limit", "1ms")))
        .isInstanceOf(RunFailedException.class)
        .hasMessageContaining("cannot be delivered");
    assertThat(registry.joinedParts()).hasSize(PART_BYTES);
  }

  private UUID upload() throws Exception {
    return upload(Map.of("upload-parts-above", "1M", "retry-limit", "20s"));
  }

  private UUID upload(Map<String, String> settings) throws Exception {
    var config = AgentConfigs.of(directory, settings);
    var services = AgentConfigs.services(registry.address());
    var client = AgentConfigs.client(config, registry.address());
    return new ModelUploader(config, client, services, new UploadTimes())
        .upload(run, archive, result);
  }
}
