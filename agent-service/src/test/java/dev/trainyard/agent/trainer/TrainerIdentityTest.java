package dev.trainyard.agent.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainyard.agent.platform.LenientJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real processes: the rules are the operating system's. */
class TrainerIdentityTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration CLOCK_STEP = Duration.ofHours(1);

  @TempDir Path directory;
  private final LenientJson json = new LenientJson();
  private final List<ProcessHandle> started = new ArrayList<>();
  private TrainerFiles files;
  private long child;

  @BeforeEach
  void makeFolder() throws IOException {
    files = new TrainerFiles(directory.resolve("trainer-1-1"), directory.resolve("log"));
    Files.createDirectories(files.folder());
  }

  @AfterEach
  void endWhatTheTestLeft() {
    started.forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void findsItsTrainerAfterTheClockWasSet() throws Exception {
    var trainer = group("exec sleep 600", directory);
    var identity = moved(TrainerIdentity.of(trainer));
    assertThat(identity.isAlive()).isTrue();
    identity.killGroup(files);
    await().atMost(LIMIT).until(() -> !trainer.isAlive());
  }

  @Test
  void leavesAnotherWithItsIdAlone() throws Exception {
    var other = group("exec sleep 600", files.folder());
    var known = TrainerIdentity.of(other);
    var identity =
        new TrainerIdentity(known.pid(), known.startedAt(), known.bootId(), known.startTicks() - 1);
    assertThat(identity.isAlive()).isFalse();
    identity.killGroup(files);
    assertThat(other.isAlive()).isTrue();
  }

  @Test
  void goesByTheTimeInTheFileOfAnOlderAgent() throws Exception {
    var trainer = group("exec sleep 600", directory);
    var identity = TrainerIdentity.of(trainer);
    assertThat(asOlderAgentsWrote(identity).isAlive()).isTrue();
    assertThat(asOlderAgentsWrote(moved(identity)).isAlive()).isFalse();
  }

  @Test
  void killsWhatItsDeadTrainerLeft() throws Exception {
    var identity = leaderless(files.folder());
    identity.killGroup(files);
    await().atMost(LIMIT).until(() -> !started.get(1).isAlive());
  }

  @Test
  void leavesALeaderlessGroupOfOthersAlone() throws Exception {
    var identity = leaderless(directory);
    identity.killGroup(files);
    assertThat(started.get(1).isAlive()).isTrue();
  }

  @Test
  void doesNotLookForATrainerThatIsKnownToHaveEnded() throws Exception {
    var trainer = group("exec sleep 600", files.folder());
    var identity = TrainerIdentity.of(trainer);
    Files.write(files.identity(), json.write(identity));
    assertThat(TrainerIdentity.read(files, json)).isEqualTo(identity);
    identity.killGroup(files);
    await().atMost(LIMIT).until(() -> !trainer.isAlive());
    assertThat(TrainerIdentity.read(files, json)).isEqualTo(TrainerIdentity.NOBODY);
    assertThat(files.identity()).exists();
  }

  /** A group whose leader is dead, and whose one member is known. */
  private TrainerIdentity leaderless(Path workingDirectory) throws IOException {
    var leader = group("sleep 600 >/dev/null & echo $!; read -r end", workingDirectory);
    var identity = TrainerIdentity.of(leader);
    started.add(ProcessHandle.of(child).orElseThrow());
    leader.destroyForcibly();
    await().atMost(LIMIT).until(() -> ProcessTable.entry(leader.pid()).isEmpty());
    return identity;
  }

  /** The leader of a group of its own. */
  private ProcessHandle group(String script, Path workingDirectory) throws IOException {
    var process =
        new ProcessBuilder("setsid", "sh", "-c", "echo 0; " + script)
            .directory(workingDirectory.toFile())
            .start();
    started.add(process.toHandle());
    var lines = process.inputReader(StandardCharsets.US_ASCII);
    lines.readLine();
    if (script.contains("echo")) {
      child = Long.parseLong(lines.readLine());
    }
    return process.toHandle();
  }

  private static TrainerIdentity moved(TrainerIdentity identity) {
    return new TrainerIdentity(
        identity.pid(),
        identity.startedAt().minus(CLOCK_STEP),
        identity.bootId(),
        identity.startTicks());
  }

  private TrainerIdentity asOlderAgentsWrote(TrainerIdentity identity) throws IOException {
    var tree = (ObjectNode) new ObjectMapper().readTree(json.write(identity));
    tree.remove("startTicks");
    return json.read(tree.toString().getBytes(StandardCharsets.UTF_8), TrainerIdentity.class);
  }
}
