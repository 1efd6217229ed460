package dev.trainyard.protocol.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.contracts.process.RunRepair;
import dev.trainyard.protocol.agent.CrashDecision;
import dev.trainyard.protocol.agent.RestartDecision;
import dev.trainyard.protocol.agent.StartDecision;
import dev.trainyard.protocol.agent.StopDecision;
import dev.trainyard.protocol.machine.MachineLease.Claim;
import dev.trainyard.protocol.process.Effect;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The protocol in a world of faults. {@code -Dtrainyard.simulation.seed=N} replays one course of
 * events and prints it; {@code -Dtrainyard.simulation.seeds=N} says how many are tried, {@code
 * -Dtrainyard.simulation.first=N} from which on.
 */
class ProtocolSimulationTest {
  private static final long SEEDS = Long.getLong("trainyard.simulation.seeds", 10_000);
  private static final long FIRST = Long.getLong("trainyard.simulation.first", 1);
  private static final long ONLY = Long.getLong("trainyard.simulation.seed", 0);

  /** A planted bug has to show within so many. */
  private static final long SEEDS_FOR_A_BUG = 1_000;

  /** Everything that can happen has to happen within so many; some of it is rare. */
  private static final long SEEDS_FOR_EVERYTHING = 5_000;

  @Test
  void holdsWhateverBreaks() {
    if (ONLY != 0) {
      Simulation.replay(ONLY, Planted.NONE).forEach(System.out::println);
      Simulation.run(ONLY, Planted.NONE);
      return;
    }
    firstFailure(SEEDS, Planted.NONE)
        .ifPresent(
            seed -> {
              var trace = Simulation.replay(seed, Planted.NONE);
              fail(
                  ("seed %d: %s%nReplay it with mvn verify -pl libs/contracts,libs/protocol"
                          + " -Dtest=ProtocolSimulationTest -Dpitest.skip=true"
                          + " -Dsurefire.failIfNoSpecifiedTests=false"
                          + " -Dtrainyard.simulation.seed=%d")
                      .formatted(seed, trace.get(trace.size() - 1), seed));
            });
  }

  /** A simulation in which little happens would prove little. */
  @Test
  void comesByEverythingThatCanHappen() {
    var everything =
        Stream.<Object[]>of(
                RunRepair.values(),
                StartDecision.values(),
                StopDecision.values(),
                RestartDecision.values(),
                Claim.values(),
                new Object[] {new Effect.Queued(true), new Effect.Queued(false)},
                new Object[] {new CrashDecision.Fail()})
            .flatMap(Arrays::stream)
            .collect(Collectors.toSet());
    everything.addAll(EnumSet.complementOf(EnumSet.of(ProcessStatus.CREATED)));
    // The last is of runs that were over, which a restarted agent does not ask about.
    everything.remove(RestartDecision.NOTHING);

    var seen =
        LongStream.range(FIRST, FIRST + SEEDS_FOR_EVERYTHING)
            .parallel()
            .mapToObj(Simulation::seen)
            .flatMap(Set::stream)
            .collect(Collectors.toSet());

    assertThat(seen).containsAll(everything);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void findsAPlantedBug(Planted bug) {
    assertThat(firstFailure(SEEDS_FOR_A_BUG, bug)).isPresent();
  }

  private static OptionalLong firstFailure(long seeds, Planted planted) {
    return LongStream.range(FIRST, FIRST + seeds)
        .parallel()
        .filter(seed -> fails(seed, planted))
        .findAny();
  }

  private static boolean fails(long seed, Planted planted) {
    try {
      Simulation.run(seed, planted);
      return false;
    } catch (AssertionError e) {
      return true;
    }
  }
}
