package dev.trainyard.protocol.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** All agents and what they have really done, and the registry that takes their models. */
final class Fleet {
  final List<SimulatedAgent> agents = new ArrayList<>();
  private final Map<Attempt, Integer> begun = new HashMap<>();
  private final Set<Attempt> models = new HashSet<>();

  /** One attempt of a process. */
  private record Attempt(UUID processId, int number) {}

  /** A run begins: the mark that says that it was executed. */
  void begun(UUID processId, int attempt) {
    var times = begun.merge(new Attempt(processId, attempt), 1, Integer::sum);
    World.require(times == 1, "no run is executed twice", processId + "/" + attempt);
  }

  /** The registry takes a model; the same again changes nothing. */
  void uploaded(UUID processId, int attempt) {
    models.add(new Attempt(processId, attempt));
  }

  boolean hasModel(UUID processId, int attempt) {
    return models.contains(new Attempt(processId, attempt));
  }

  /** Looks at the trainers that live. */
  void check() {
    var working = new HashSet<Attempt>();
    for (var agent : agents) {
      var trainer = agent.trainer();
      if (trainer != null && trainer.isAlive()) {
        World.require(
            working.add(new Attempt(trainer.processId, trainer.attempt)),
            "no run is executed by two trainers at once",
            trainer.processId + "/" + trainer.attempt);
      }
    }
  }
}
