package dev.trainyard.kit.privilege;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class ProcessUserTest {
  /** A number that no user has. */
  private static final String STRANGER = "64321";

  @TempDir Path directory;

  @BeforeEach
  void letOthersPass() throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
  }

  @Test
  void isNobodyElseUnlessAskedForAndGetsNoNewRights() throws Exception {
    var user = ProcessUser.of(Optional.empty());

    assertThat(user.isOther()).isFalse();
    assertThat(run(user, "grep NoNewPrivs /proc/self/status; id -u"))
        .isEqualTo("NoNewPrivs:\t1\n" + UserIds.ofThisProcess().user());
  }

  @Test
  void refusesAUserThatIsNone() {
    assertThatThrownBy(() -> ProcessUser.of(Optional.of("no-such-user")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("There is no user no-such-user on this machine.");
  }

  @Test
  void refusesAUserWithTheRightsOfTheService() {
    var own = String.valueOf(UserIds.ofThisProcess().user());
    assertThatThrownBy(() -> ProcessUser.of(Optional.of(own)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has the rights of this service");
  }

  @Test
  void runsAsAnotherUserWithoutGroupsAndWithoutRights() throws Exception {
    var status = run(stranger(), "cat /proc/self/status");

    assertThat(status)
        .containsPattern("Uid:\\s64321\\s64321\\s64321\\s64321\n")
        .containsPattern("Gid:\\s64321\\s64321\\s64321\\s64321\n")
        .containsPattern("Groups:\\s*\n")
        .contains("NoNewPrivs:\t1\n", "CapEff:\t0000000000000000\n", "CapInh:\t0000000000000000\n");
  }

  @Test
  void readsWhatItMayAndNothingElse() throws Exception {
    var user = stranger();
    var shown = OwnerOnly.createFile(directory.resolve("shown"));
    var folder = Files.createDirectories(directory.resolve("folder/inner"));
    Files.writeString(OwnerOnly.createFile(folder.resolve("file")), "within");
    var hidden = OwnerOnly.createFile(directory.resolve("hidden"));
    user.letRead(shown);
    user.letRead(directory.resolve("folder"));

    assertThat(run(user, "cat " + shown)).isEmpty();
    assertThat(run(user, "cat " + folder.resolve("file"))).isEqualTo("within");
    assertThat(run(user, "echo more >> " + shown)).contains("Permission denied");
    assertThat(run(user, "cat " + hidden)).contains("Permission denied");
    assertThat(run(user, "ls " + directory)).contains("Permission denied");
  }

  @Test
  void ownsWhatItIsGivenButNoOtherNameOfAFileElsewhere() throws Exception {
    var user = stranger();
    var secret = Files.writeString(OwnerOnly.createFile(directory.resolve("secret")), "secret");
    var own = Files.createDirectory(directory.resolve("own"));
    Files.createFile(own.resolve("file"));
    Files.createLink(own.resolve("hard"), secret);
    Files.createSymbolicLink(own.resolve("soft"), secret);

    user.give(own);

    assertThat(run(user, "cd %s && echo mine > file && cat file".formatted(own))).isEqualTo("mine");
    assertThat(run(user, "cat " + own.resolve("hard"))).contains("Permission denied");
    assertThat(run(user, "cat " + own.resolve("soft"))).contains("Permission denied");
  }

  @Test
  void saysWhatKeepsTheUserFromAPlace() throws Exception {
    var place = Files.createDirectories(directory.resolve("closed/place"));
    OwnerOnly.close(directory.resolve("closed"));

    assertThatThrownBy(() -> stranger().requireDirectory(place))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("64321 does not get to " + place)
        .hasMessageContaining("chmod o+x");
  }

  @Test
  void endsAllThatRunsAsTheUserWhateverGroupItIsIn() throws Exception {
    var user = stranger();
    var script = "echo begun; exec sleep 600";
    var process = new ProcessBuilder(user.around(List.of("setsid", "sh", "-c", script))).start();
    process.inputReader().readLine();

    user.killAll();

    assertThat(process.onExit().join().exitValue()).isEqualTo(137);
  }

  private static ProcessUser stranger() {
    assumeTrue(UserIds.ofThisProcess().user() == 0, "only root becomes another user");
    return ProcessUser.of(Optional.of(STRANGER));
  }

  private static String run(ProcessUser user, String script) throws IOException {
    var process =
        new ProcessBuilder(user.around(List.of("sh", "-c", script)))
            .redirectErrorStream(true)
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        .stripTrailing();
  }
}
