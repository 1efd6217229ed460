package dev.trainyard.protocol.agent;

import dev.trainyard.contracts.process.RunPhase;
import java.util.Objects;

/**
 * A run as an agent finds it when it starts.
 *
 * @param phase the phase it was reported in last
 * @param commandKnown whether the start command could be read back; without it nothing can be
 *     launched or uploaded
 * @param trainerLaunched whether a trainer of this attempt was launched and its end is not dealt
 *     with yet
 * @param trainerAlive whether that trainer lives
 * @param lastWord what that trainer said at the end
 * @param resumeAfterCrash whether the user wants dead trainers to be started again
 * @param resumes how often that was done in this attempt
 * @param relaunches how often it was launched again after its agent's restart, since a trainer of
 *     it said something
 */
public record InterruptedRun(
    RunPhase phase,
    boolean commandKnown,
    boolean trainerLaunched,
    boolean trainerAlive,
    LastWord lastWord,
    boolean resumeAfterCrash,
    int resumes,
    int relaunches) {

  public InterruptedRun {
    Objects.requireNonNull(phase, "phase");
    Objects.requireNonNull(lastWord, "lastWord");
  }
}
