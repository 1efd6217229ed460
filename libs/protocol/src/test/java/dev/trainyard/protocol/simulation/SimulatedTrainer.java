package dev.trainyard.protocol.simulation;

import dev.trainyard.protocol.agent.LastWord;
import java.util.UUID;

/** An operating-system process that trains, and does not die with its agent. */
final class SimulatedTrainer {
  final UUID processId;
  final int attempt;
  private final World world;
  private boolean alive = true;
  private boolean training;
  private LastWord lastWord = LastWord.NONE;

  SimulatedTrainer(World world, UUID processId, int attempt) {
    this.world = world;
    this.processId = processId;
    this.attempt = attempt;
    world.after(world.between(500, 3_000), () -> training = alive);
    world.after(
        world.between(4_000, 90_000),
        () -> end(world.chance(0.1) ? LastWord.FAILURE : LastWord.RESULT));
  }

  boolean isAlive() {
    return alive;
  }

  boolean isTraining() {
    return training;
  }

  LastWord lastWord() {
    return lastWord;
  }

  /** Asks for an end with a checkpoint. */
  void stop() {
    world.after(world.between(200, 3_000), () -> end(LastWord.STOPPED));
  }

  void kill() {
    alive = false;
  }

  private void end(LastWord word) {
    if (alive) {
      lastWord = word;
      alive = false;
    }
  }
}
