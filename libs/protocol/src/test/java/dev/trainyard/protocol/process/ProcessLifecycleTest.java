package dev.trainyard.protocol.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.contracts.process.RunPhase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ProcessLifecycleTest {

  /**
   * Every state and every input; {@code ~} marks a start that waits, {@code ^} a stop that is to
   * start again. {@code >X}: becomes X, {@code !C}: its machine is told C, {@code =}: stays as it
   * is, {@code +q} and {@code -q}: waits or no longer does, {@code +r} and {@code -r}: is to start
   * again or not, {@code x}: illegal, {@code -}: there is no run.
   */
  private static final String TABLE =
      """
                START           STOP           RESTART         ENABLE DISABLE DELETE CLONE HELD LAUNCHING TRAINING UPLOADING STOPPING SUCCEEDED          FAILED   STOPPED  LOST
      CREATED   >STARTING!START x              x               =      off     del    copy  +q   -         -        -         -        -                  -        -        -
      CREATED~  >STARTING!START -q>STOPPED     x               =      off     del    copy  =    -         -        -         -        -                  -        -        -
      STARTING  =               >STOPPING!STOP >STOPPING!STOP  =      off     x      copy  =    =         >RUNNING >RUNNING  =        >RUNNING>SUCCEEDED >FAILED  >STOPPED >FAILED
      RUNNING   =               >STOPPING!STOP >STOPPING!STOP  =      off     x      copy  =    =         =        =         =        >SUCCEEDED         >FAILED  >STOPPED >FAILED
      SUCCEEDED x               x              x               =      off     del    copy  x    -         -        -         -        -                  -        -        -
      FAILED    >STARTING!START x              >STARTING!START =      off     del    copy  +q   -         -        -         -        -                  -        -        -
      FAILED~   >STARTING!START -q             >STARTING!START =      off     del    copy  =    -         -        -         -        -                  -        -        -
      STOPPING  x               =              +r              =      off     x      copy  x    =         =        =         =        >SUCCEEDED         >STOPPED >STOPPED >FAILED
      STOPPING^ x               -r             =               =      off     x      copy  x    =         =        =         =        >SUCCEEDED         >STOPPED>STARTING!START >STOPPED>STARTING!START >FAILED
      STOPPED   >STARTING!START =              >STARTING!START =      off     del    copy  +q   -         -        -         -        -                  -        -        -
      STOPPED~  >STARTING!START -q             >STARTING!START =      off     del    copy  =    -         -        -         -        -                  -        -        -
      """;

  private static final List<String> COLUMNS = words(TABLE.lines().findFirst().orElseThrow());

  @TestFactory
  Stream<DynamicTest> decidesEveryInputInEveryState() {
    return TABLE.lines().skip(1).map(ProcessLifecycleTest::words).flatMap(this::testsOf);
  }

  @Test
  void tableCoversAllStatusesAndInputs() {
    assertThat(TABLE.lines().skip(1).map(line -> stateOf(words(line).get(0)).status()).distinct())
        .containsExactlyInAnyOrder(ProcessStatus.values());
    var inputs = new ArrayList<>(names(ProcessAction.values()));
    inputs.addAll(names(RunPhase.values()));
    inputs.add("LOST");
    inputs.add("HELD");
    // STOP is an action, STOPPING and STOPPED are phases: no name stands twice.
    assertThat(COLUMNS).containsExactlyInAnyOrderElementsOf(inputs);
    assertThat(ProcessInput.class.getPermittedSubclasses()).hasSize(4);
  }

  @Test
  void aProcessThatIsSwitchedOffCanOnlyBeSwitchedOnOrCopied() {
    for (var status : ProcessStatus.values()) {
      assertThat(ProcessLifecycle.allowedActions(new ProcessState(status, false, false, false)))
          .containsExactly(ProcessAction.ENABLE, ProcessAction.CLONE);
    }
  }

  @Test
  void offersWhatWouldChangeSomething() {
    assertThat(ProcessLifecycle.allowedActions(stateOf("RUNNING")))
        .containsExactly(
            ProcessAction.STOP, ProcessAction.RESTART, ProcessAction.DISABLE, ProcessAction.CLONE);
    assertThat(ProcessLifecycle.allowedActions(stateOf("STOPPED")))
        .containsExactly(
            ProcessAction.START,
            ProcessAction.RESTART,
            ProcessAction.DISABLE,
            ProcessAction.DELETE,
            ProcessAction.CLONE);
  }

  @Test
  void holdsItsMachineUnlessItWaitsForIt() {
    assertThat(stateOf("CREATED").holdsMachine()).isTrue();
    assertThat(stateOf("CREATED~").holdsMachine()).isFalse();
    assertThat(stateOf("STOPPING^").holdsMachine()).isTrue();
    assertThat(stateOf("SUCCEEDED").holdsMachine()).isFalse();
  }

  private Stream<DynamicTest> testsOf(List<String> row) {
    var state = stateOf(row.get(0));
    assertThat(row).hasSize(COLUMNS.size() + 1);
    var tests = new ArrayList<DynamicTest>();
    for (var column = 0; column < COLUMNS.size(); column++) {
      var input = inputOf(COLUMNS.get(column));
      var expected = row.get(column + 1);
      tests.add(test(state, input, expected));
      tests.add(test(state.enabled(false), input, whenSwitchedOff(input, expected)));
    }
    return tests.stream();
  }

  private static ProcessState stateOf(String name) {
    return new ProcessState(
        ProcessStatus.valueOf(name.replaceAll("[~^]", "")),
        true,
        name.endsWith("~"),
        name.endsWith("^"));
  }

  private static DynamicTest test(ProcessState state, ProcessInput input, String expected) {
    return DynamicTest.dynamicTest(
        state + " " + input + " " + expected,
        () -> assertThat(describe(ProcessLifecycle.decide(state, input))).isEqualTo(expected));
  }

  private static ProcessInput inputOf(String name) {
    if (names(ProcessAction.values()).contains(name)) {
      return ProcessAction.valueOf(name);
    }
    return switch (name) {
      case "LOST" -> new ProcessInput.RunLost();
      case "HELD" -> new ProcessInput.MachineHeld();
      default -> new ProcessInput.RunReported(RunPhase.valueOf(name));
    };
  }

  private static String whenSwitchedOff(ProcessInput input, String expected) {
    if (!(input instanceof ProcessAction action)) {
      // A restart ends with the stop.
      return expected.replace(">STARTING!START", "");
    }
    return switch (action) {
      case ENABLE -> "on";
      case DISABLE -> "=";
      case CLONE -> "copy";
      case START, STOP, RESTART, DELETE -> "locked";
    };
  }

  private static String describe(Decision decision) {
    if (decision instanceof Decision.Move move) {
      return path(move.path()) + move.command().map(command -> "!" + command).orElse("");
    }
    if (decision instanceof Decision.Switch change) {
      return change.enabled() ? "on" : "off";
    }
    if (decision instanceof Decision.Intend intend) {
      return intend.restart() ? "+r" : "-r";
    }
    if (decision instanceof Decision.Dequeue dequeue) {
      return "-q" + path(dequeue.path());
    }
    if (decision instanceof Decision.Refusal refusal) {
      return switch (refusal.reason()) {
        case SWITCHED_OFF -> "locked";
        case ILLEGAL -> "x";
        case NO_RUN -> "-";
      };
    }
    return Map.of(
            Decision.Removal.class, "del",
            Decision.Copy.class, "copy",
            Decision.Queue.class, "+q",
            Decision.NoChange.class, "=")
        .get(decision.getClass());
  }

  private static String path(List<ProcessStatus> path) {
    return path.stream().map(status -> ">" + status).collect(Collectors.joining());
  }

  private static List<String> words(String line) {
    return List.of(line.trim().split("\\s+"));
  }

  private static List<String> names(Enum<?>[] constants) {
    return Arrays.stream(constants).map(Enum::name).toList();
  }
}
