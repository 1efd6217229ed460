package dev.trainyard.local.chaos;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every fault in a training of its own, at moments chosen anew in each of {@code
 * trainyard.chaos.rounds} rounds. Takes about half an hour a round on two cores.
 */
@Tag("chaos")
class ChaosRoundsIT {
  private static final int ROUNDS = Integer.getInteger("trainyard.chaos.rounds", 3);
  private static final Duration SHORT = Duration.ofSeconds(3);

  /** Longer than a machine may be silent and a command may have no effect. */
  private static final Duration LONG = Duration.ofSeconds(15);

  @TempDir static Path directory;

  private static ChaosPlatform platform;
  private static Scenarios scenarios;

  @BeforeAll
  static void startPlatform() throws Exception {
    platform = ChaosPlatform.start(directory, ChaosPlatform.SHORT_TIMEOUTS);
    scenarios = new Scenarios(platform);
  }

  @AfterAll
  static void stopPlatform() {
    if (platform != null) {
      platform.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> everyFaultEndsAsTheDesignSays() {
    return IntStream.rangeClosed(1, ROUNDS).boxed().flatMap(ChaosRoundsIT::round);
  }

  private static Stream<DynamicTest> round(int round) {
    var each = Stream.of(Part.values()).flatMap(part -> faults(part, round));
    var together =
        Stream.of(
            scenario(round, "every service dies", scenarios::servicesDie),
            scenario(round, "one of two process services dies", scenarios::replicaDies),
            scenario(round, "agent and trainer die", scenarios::agentAndTrainerDie),
            scenario(
                round,
                "a second agent comes",
                chance -> scenarios.rivalAgentComes(chance, directory.resolve("rival" + round))),
            scenario(round, "the trainer hangs", scenarios::trainerHangs),
            scenario(round, "the agent is lost and comes back", scenarios::agentIsPaused),
            scenario(
                round,
                "every backend dies",
                chance -> scenarios.backendsDie(chance, Duration.ofSeconds(10))),
            scenario(
                round,
                "messages are repeated, the clock is ahead",
                chance -> scenarios.messagesAreRepeated(chance, Duration.ofMinutes(5))),
            scenario(
                round,
                "messages are repeated, the clock is behind",
                chance -> scenarios.messagesAreRepeated(chance, Duration.ofMinutes(-5))),
            scenario(
                round,
                "uploads are refused",
                chance -> scenarios.uploadsAreRefused(chance, Duration.ofMinutes(2))));
    var disk =
        Stream.of(
            scenario(
                round,
                "the disk is full",
                chance -> {
                  assumeTrue(
                      platform.disk().present(), "a disk of its own can only be mounted as root");
                  scenarios.diskIsFull(chance);
                }));
    return Stream.of(each, together, disk).flatMap(all -> all);
  }

  private static Stream<DynamicTest> faults(Part part, int round) {
    return Stream.of(
        scenario(
            round,
            part + " dies",
            chance -> scenarios.dies(part, chance, chance.between(Duration.ZERO, LONG))),
        scenario(round, part + " pauses shortly", chance -> scenarios.pauses(part, chance, SHORT)),
        scenario(round, part + " pauses long", chance -> scenarios.pauses(part, chance, LONG)));
  }

  private static DynamicTest scenario(int round, String name, Body body) {
    Executable test =
        () -> {
          Narration.tell("round %d: %s", round, name);
          try {
            body.run(Chance.of(name, round));
          } finally {
            platform.mend();
          }
        };
    return DynamicTest.dynamicTest("round " + round + ": " + name, test);
  }

  /** A scenario with its own choices. */
  @FunctionalInterface
  private interface Body {
    void run(Chance chance) throws Exception;
  }
}
