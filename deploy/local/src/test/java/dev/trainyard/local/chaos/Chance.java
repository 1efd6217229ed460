package dev.trainyard.local.chaos;

import dev.trainyard.contracts.process.LaunchStage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Chooses moments and victims. The seed is printed; {@code -Dtrainyard.chaos.seed=SEED} makes the
 * same choices again, though the machines it runs on need not meet them at the same instruction.
 */
final class Chance {
  private static final String SEED = "trainyard.chaos.seed";

  private final Random random;

  private Chance(Random random) {
    this.random = random;
  }

  /** The choices of one scenario of one round, whatever other scenarios chose before. */
  static Chance of(String scenario, int round) {
    return new Chance(new Random(seed() * 31 + scenario.hashCode() * 17L + round));
  }

  /** The seed of this JVM; printed by whoever starts a platform. */
  static long seed() {
    return Holder.VALUE;
  }

  Random random() {
    return random;
  }

  LaunchStage launchStage() {
    return one(List.of(LaunchStage.values()));
  }

  /** An iteration between the two, both included. */
  int iteration(int from, int to) {
    return from + random.nextInt(to - from + 1);
  }

  Duration between(Duration shortest, Duration longest) {
    var span = longest.minus(shortest).toMillis();
    return shortest.plusMillis((long) (random.nextDouble() * span));
  }

  <T> T one(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  <T> List<T> shuffled(List<T> items) {
    var all = new ArrayList<>(items);
    Collections.shuffle(all, random);
    return all;
  }

  private static final class Holder {
    static final long VALUE = Long.getLong(SEED, new Random().nextInt(1_000_000));

    static {
      System.out.printf("chaos seed=%d (again with -D%s=%d)%n", VALUE, SEED, VALUE);
    }
  }
}
