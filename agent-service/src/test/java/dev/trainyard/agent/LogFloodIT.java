package dev.trainyard.agent;

import static dev.trainyard.agent.harness.AgentUnderTest.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trainyard.agent.harness.FakeTrainer;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.contracts.process.StartTraining;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trainer whose log is a flood. */
class LogFloodIT extends RunningAgentIT {
  private static final Pattern LEFT_OUT =
      Pattern.compile("(\\d+) lines left out: more than 100 a second\\. All are in (\\S+) on .*");

  @TempDir Path other;

  @Test
  void sendsAPartOfItAndSaysHowManyLinesAreLeftOut() throws Exception {
    var command = agent.sendStart(FakeTrainer.FLOODING);
    awaitWhatIsLeftOut(command);
    agent.sendStop(command.processId(), 1);
    assertThat(agent.ending(command).phase()).isEqualTo(RunPhase.STOPPED);
    await().atMost(LIMIT).until(() -> agent.broker().log(command.processId()).contains("trained"));

    var lines = stored(command);
    var leftOut =
        lines.values().stream()
            .map(LEFT_OUT::matcher)
            .filter(matcher -> matcher.matches())
            .mapToLong(matcher -> Long.parseLong(matcher.group(1)))
            .sum();
    assertThat(leftOut).isGreaterThan(FakeTrainer.FLOOD_LINES / 2);
    var told = lines.values().stream().filter(line -> LEFT_OUT.matcher(line).matches()).count();
    assertThat(lines.size() - told + leftOut).isEqualTo(lines.lastKey());
    requireTheNumbersOfTheFile(command);
  }

  @Test
  void doublesNothingWhenTheAgentIsKilledInIt() throws Exception {
    var command = agent.sendStart(FakeTrainer.FLOODING);
    await()
        .atMost(LIMIT)
        .until(
            () ->
                agent.broker().log(command.processId()).stream()
                    .anyMatch(line -> line.startsWith("flood ")));
    agent.process().kill();
    agent.process().start();
    agent.awaitCommandsAreRead();
    awaitWhatIsLeftOut(command);
    agent.sendStop(command.processId(), 1);
    assertThat(agent.ending(command).phase()).isEqualTo(RunPhase.STOPPED);
    await().atMost(LIMIT).until(() -> agent.broker().log(command.processId()).contains("trained"));

    requireTheNumbersOfTheFile(command);
  }

  @Test
  void doesNotStartWithALimitThatMakesNoSense() throws Exception {
    var output = agent.another(other).with("trainyard.agent.log-lines-per-second", 0).startInVain();
    assertThat(output)
        .contains("trainyard.agent.log-lines-per-second is 0, but must be 1 to 10,000");
  }

  private static void awaitWhatIsLeftOut(StartTraining command) {
    await()
        .atMost(LIMIT)
        .until(
            () ->
                agent.broker().log(command.processId()).stream()
                    .anyMatch(line -> LEFT_OUT.matcher(line).matches()));
  }

  /** Every line that was sent, however often, stands at its own number. */
  private static void requireTheNumbersOfTheFile(StartTraining command) throws IOException {
    var file = Files.readAllLines(agent.run(command).resolve("trainer-1.log"));
    for (var message : agent.broker().logMessages(command.processId())) {
      var number = message.firstLine();
      for (var line : message.lines()) {
        if (!LEFT_OUT.matcher(line.text()).matches()) {
          assertThat(line.text()).isEqualTo(file.get((int) number - 1));
        }
        number++;
      }
    }
  }

  /** By number; what is there first stays. */
  private static TreeMap<Long, String> stored(StartTraining command) {
    var lines = new TreeMap<Long, String>();
    for (var message : agent.broker().logMessages(command.processId())) {
      var number = message.firstLine();
      for (var line : message.lines()) {
        lines.putIfAbsent(number++, line.text());
      }
    }
    return lines;
  }
}
