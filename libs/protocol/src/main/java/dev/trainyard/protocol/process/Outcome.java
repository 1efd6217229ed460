package dev.trainyard.protocol.process;

import dev.trainyard.contracts.process.ProcessStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A process after something happened to it.
 *
 * @param process as it is now
 * @param effects what else has to be done, in order
 */
public record Outcome(ProcessRecord process, List<Effect> effects) {
  public Outcome {
    effects = List.copyOf(effects);
  }

  static Outcome of(ProcessRecord process, Effect... effects) {
    return new Outcome(process, List.of(effects));
  }

  Outcome plus(Effect effect) {
    var all = new ArrayList<>(effects);
    all.add(effect);
    return new Outcome(process, all);
  }

  Outcome with(ProcessRecord changed) {
    return new Outcome(changed, effects);
  }

  /** Carries out a move: the statuses of its path, then its command. */
  Outcome move(Decision.Move move, Instant now) {
    var outcome = this;
    for (var status : move.path()) {
      var before = outcome.process();
      var entering = status == ProcessStatus.STARTING ? before.nextAttempt() : before;
      outcome =
          outcome
              .with(entering.with(before.state().in(status)).missing(null))
              .plus(new Effect.Entered(status));
    }
    return move.command().isPresent() ? outcome.command(move.command().get(), now) : outcome;
  }

  Outcome command(Decision.Command command, Instant now) {
    return with(process.commandSent(now)).plus(new Effect.Commanded(command, process.attempt()));
  }
}
