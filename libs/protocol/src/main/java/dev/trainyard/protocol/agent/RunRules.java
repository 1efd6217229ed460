package dev.trainyard.protocol.agent;

import dev.trainyard.contracts.process.RunPhase;
import java.time.Duration;
import java.util.List;

/**
 * How a run survives the death of its agent and of its trainer. Only what died is resumed, never
 * what said itself that it failed.
 */
public final class RunRules {
  private static final List<Duration> BACK_OFFS =
      List.of(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(15));

  /** How often one attempt is resumed after a crash. */
  public static final int MOST_RESUMES = BACK_OFFS.size();

  /**
   * How often a run is launched again after its agent's restart before a trainer says something:
   * one that takes its agent with it every time, such as by the memory it needs, would go on for
   * ever.
   */
  public static final int MOST_RELAUNCHES = 5;

  private RunRules() {}

  /** What happens to a run after its agent's restart. */
  public static RestartDecision onRestart(InterruptedRun run) {
    if (run.phase().isFinal()) {
      return RestartDecision.NOTHING;
    }
    boolean stopping = run.phase() == RunPhase.STOPPING;
    if (!run.commandKnown()) {
      return stopping ? RestartDecision.END_STOPPED : RestartDecision.FAIL;
    }
    if (!run.trainerLaunched()) {
      if (stopping) {
        return RestartDecision.END_STOPPED;
      }
      return run.relaunches() < MOST_RELAUNCHES
          ? RestartDecision.LAUNCH_AGAIN
          : RestartDecision.FAIL;
    }
    if (run.lastWord() == LastWord.RESULT || run.lastWord() == LastWord.FAILURE) {
      return RestartDecision.CONCLUDE;
    }
    if (run.trainerAlive()) {
      return RestartDecision.FOLLOW;
    }
    if (stopping) {
      return RestartDecision.END_STOPPED;
    }
    if (run.lastWord() == LastWord.STOPPED) {
      // Stopped in order, though no user asked: the machine was shut down, or the agent with it.
      return run.resumeAfterCrash() ? RestartDecision.LAUNCH_AGAIN : RestartDecision.FAIL;
    }
    return onCrash(run.resumeAfterCrash(), run.resumes()) instanceof CrashDecision.Resume
        ? RestartDecision.RESUME
        : RestartDecision.FAIL;
  }

  /**
   * What happens after a trainer died while its agent watched.
   *
   * @param resumeAfterCrash whether the user wants it to be started again
   * @param resumes how often that was done in this attempt
   */
  public static CrashDecision onCrash(boolean resumeAfterCrash, int resumes) {
    return resumeAfterCrash && resumes < MOST_RESUMES
        ? new CrashDecision.Resume(resumes + 1, BACK_OFFS.get(resumes))
        : new CrashDecision.Fail();
  }
}
