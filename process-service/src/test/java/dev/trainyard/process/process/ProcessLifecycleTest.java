package dev.trainyard.process.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.contracts.process.RunPhase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ProcessLifecycleTest {

  /**
   * Every status and every input. {@code >X}: becomes X, {@code !C}: its machine is told C, {@code
   * =}: stays as it is, {@code x}: illegal, {@code -}: there is no run.
   */
  private static final String TABLE =
      """
                START            STOP           ENABLE DISABLE DELETE LAUNCHING TRAINING UPLOADING STOPPING SUCCEEDED          FAILED   STOPPED  LOST
      CREATED   >STARTING!START  x              =      off     del    -         -        -         -        -                  -        -        -
      STARTING  =                >STOPPING!STOP =      off     x      =         >RUNNING >RUNNING  =        >RUNNING>SUCCEEDED >FAILED  >STOPPED >FAILED
      RUNNING   =                >STOPPING!STOP =      off     x      =         =        =         =        >SUCCEEDED         >FAILED  >STOPPED >FAILED
      SUCCEEDED x                x              =      off     del    -         -        -         -        -                  -        -        -
      FAILED    >STARTING!START  x              =      off     del    -         -        -         -        -                  -        -        -
      STOPPING  x                =              =      off     x      =         =        =         =        >SUCCEEDED         >STOPPED >STOPPED >FAILED
      STOPPED   >STARTING!START  x              =      off     del    -         -        -         -        -                  -        -        -
      """;

  private static final List<String> COLUMNS = words(TABLE.lines().findFirst().orElseThrow());

  @TestFactory
  Stream<DynamicTest> decidesEveryInputInEveryState() {
    return TABLE.lines().skip(1).map(ProcessLifecycleTest::words).flatMap(this::testsOf);
  }

  @Test
  void tableCoversAllStatusesAndInputs() {
    assertThat(TABLE.lines().skip(1).map(line -> words(line).get(0)))
        .containsExactlyInAnyOrderElementsOf(names(ProcessStatus.values()));
    var inputs = new ArrayList<>(names(ProcessAction.values()));
    inputs.addAll(names(RunPhase.values()));
    inputs.add("LOST");
    assertThat(COLUMNS).containsExactlyInAnyOrderElementsOf(inputs);
    assertThat(ProcessInput.class.getPermittedSubclasses()).hasSize(3);
  }

  @Test
  void aProcessThatIsSwitchedOffCanOnlyBeSwitchedOn() {
    for (var status : ProcessStatus.values()) {
      assertThat(ProcessLifecycle.allowedActions(new ProcessState(status, false)))
          .containsExactly(ProcessAction.ENABLE);
    }
  }

  @Test
  void offersWhatWouldChangeSomething() {
    assertThat(ProcessLifecycle.allowedActions(new ProcessState(ProcessStatus.RUNNING, true)))
        .containsExactly(ProcessAction.STOP, ProcessAction.DISABLE);
    assertThat(ProcessLifecycle.allowedActions(new ProcessState(ProcessStatus.STOPPED, true)))
        .containsExactly(ProcessAction.START, ProcessAction.DISABLE, ProcessAction.DELETE);
  }

  private Stream<DynamicTest> testsOf(List<String> row) {
    var status = ProcessStatus.valueOf(row.get(0));
    assertThat(row).hasSize(COLUMNS.size() + 1);
    var tests = new ArrayList<DynamicTest>();
    for (var column = 0; column < COLUMNS.size(); column++) {
      var input = inputOf(column);
      var expected = row.get(column + 1);
      tests.add(test(new ProcessState(status, true), input, expected));
      tests.add(test(new ProcessState(status, false), input, whenSwitchedOff(input, expected)));
    }
    return tests.stream();
  }

  private static DynamicTest test(ProcessState state, ProcessInput input, String expected) {
    return DynamicTest.dynamicTest(
        state + " " + input + " " + expected,
        () -> assertThat(describe(ProcessLifecycle.decide(state, input))).isEqualTo(expected));
  }

  /** The first five columns are actions, the last one is the loss; phases lie between. */
  private static ProcessInput inputOf(int column) {
    var name = COLUMNS.get(column);
    if (column < ProcessAction.values().length) {
      return ProcessAction.valueOf(name);
    }
    return name.equals("LOST")
        ? new ProcessInput.RunLost()
        : new ProcessInput.RunReported(RunPhase.valueOf(name));
  }

  private static String whenSwitchedOff(ProcessInput input, String expected) {
    if (!(input instanceof ProcessAction action)) {
      return expected;
    }
    return switch (action) {
      case ENABLE -> "on";
      case DISABLE -> "=";
      case START, STOP, DELETE -> "locked";
    };
  }

  private static String describe(Decision decision) {
    if (decision instanceof Decision.Move move) {
      return move.path().stream().map(status -> ">" + status).collect(Collectors.joining())
          + move.command().map(command -> "!" + command).orElse("");
    }
    if (decision instanceof Decision.Switch change) {
      return change.enabled() ? "on" : "off";
    }
    if (decision instanceof Decision.Removal) {
      return "del";
    }
    if (decision instanceof Decision.Refusal refusal) {
      return switch (refusal.reason()) {
        case SWITCHED_OFF -> "locked";
        case ILLEGAL -> "x";
        case NO_RUN -> "-";
      };
    }
    return "=";
  }

  private static List<String> words(String line) {
    return List.of(line.trim().split("\\s+"));
  }

  private static List<String> names(Enum<?>[] constants) {
    return Arrays.stream(constants).map(Enum::name).toList();
  }
}
