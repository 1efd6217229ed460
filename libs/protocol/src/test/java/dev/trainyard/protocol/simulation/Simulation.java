package dev.trainyard.protocol.simulation;

import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.protocol.process.ProcessAction;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * One process service, some machines and their agents, users who press every button, and faults of
 * every kind for some minutes; then peace, after which everything has to fit.
 */
final class Simulation {
  private static final long FAULTY_SECONDS = 300;
  private static final long LONGEST_SECONDS = 2_000;
  private static final int MACHINES = 3;

  private static final Map<ProcessStatus, Set<ProcessStatus>> LEGAL =
      Map.of(
          ProcessStatus.CREATED, EnumSet.of(ProcessStatus.STARTING, ProcessStatus.STOPPED),
          ProcessStatus.STARTING,
              EnumSet.of(
                  ProcessStatus.RUNNING,
                  ProcessStatus.STOPPING,
                  ProcessStatus.STOPPED,
                  ProcessStatus.FAILED),
          ProcessStatus.RUNNING,
              EnumSet.of(
                  ProcessStatus.SUCCEEDED,
                  ProcessStatus.STOPPING,
                  ProcessStatus.STOPPED,
                  ProcessStatus.FAILED),
          ProcessStatus.STOPPING,
              EnumSet.of(ProcessStatus.SUCCEEDED, ProcessStatus.STOPPED, ProcessStatus.FAILED),
          ProcessStatus.STOPPED, EnumSet.of(ProcessStatus.STARTING),
          ProcessStatus.FAILED, EnumSet.of(ProcessStatus.STARTING),
          ProcessStatus.SUCCEEDED, Set.of());

  private final World world;
  private final Fleet fleet = new Fleet();
  private final SimulatedService service;
  private final List<UUID> machines = new ArrayList<>();

  private Simulation(long seed, Planted planted, boolean tracing) {
    world = new World(seed, planted, tracing);
    service = new SimulatedService(world, fleet);
    for (var i = 0; i < MACHINES; i++) {
      var machine = world.id();
      machines.add(machine);
      service.register(machine);
      add(machine);
    }
    if (world.chance(0.3)) {
      // Somebody copied the settings of a machine.
      add(world.oneOf(machines));
    }
    userActs();
    somethingBreaks();
  }

  /**
   * Runs one course of events.
   *
   * @throws AssertionError if an invariant does not hold
   */
  static void run(long seed, Planted planted) {
    new Simulation(seed, planted, false).run();
  }

  /** What a course of events has come by: statuses, repairs, decisions. */
  static Set<Object> seen(long seed) {
    var simulation = new Simulation(seed, Planted.NONE, false);
    simulation.run();
    return simulation.world.seen();
  }

  /** Runs it again and returns what happened before the invariant broke. */
  static List<String> replay(long seed, Planted planted) {
    var simulation = new Simulation(seed, planted, true);
    try {
      simulation.run();
    } catch (AssertionError e) {
      simulation.world.say("%s", e.getMessage());
    }
    return simulation.world.trace();
  }

  private void add(UUID machine) {
    var agent = new SimulatedAgent(world, service, fleet, machine);
    fleet.agents.add(agent);
    world.after(world.between(0, 3_000), agent::boot);
  }

  private void run() {
    while (world.seconds() < FAULTY_SECONDS) {
      step();
    }
    world.endFaults();
    world.say("peace");
    // Whoever is down comes back, what was paused goes on, what is on its way arrives.
    fleet.agents.forEach(agent -> world.after(65_000, agent::boot));
    var settledFor = 0;
    while (settledFor < 60) {
      World.require(
          world.seconds() < LONGEST_SECONDS, "everything comes to an end", service.processes());
      var from = world.seconds();
      step();
      if (world.seconds() > from) {
        settledFor = isSettled() && world.seconds() > FAULTY_SECONDS + 130 ? settledFor + 1 : 0;
      }
    }
    checkEnd();
  }

  private void step() {
    world.step();
    fleet.check();
  }

  private void userActs() {
    world.after(
        world.between(100, 8_000),
        () -> {
          if (!world.faults()) {
            return;
          }
          if (world.chance(0.5)) {
            service.create(world.oneOf(machines), world.chance(0.3));
          }
          var known = List.copyOf(service.processes().keySet());
          if (!known.isEmpty()) {
            service.act(world.oneOf(known), action());
          }
          userActs();
        });
  }

  private ProcessAction action() {
    var roll = world.random.nextInt(100);
    if (roll < 60) {
      return ProcessAction.START;
    }
    if (roll < 75) {
      return ProcessAction.STOP;
    }
    if (roll < 85) {
      return ProcessAction.RESTART;
    }
    if (roll < 92) {
      return ProcessAction.DELETE;
    }
    // More often on than off, or nothing would go on.
    return roll < 95 ? ProcessAction.DISABLE : ProcessAction.ENABLE;
  }

  private void somethingBreaks() {
    world.after(
        world.between(1_000, 30_000),
        () -> {
          if (!world.faults()) {
            return;
          }
          var agent = world.oneOf(fleet.agents);
          switch (world.random.nextInt(5)) {
            case 0 -> service.crash();
            case 1, 2 -> {
              agent.crash();
              world.after(
                  world.chance(0.8) ? world.between(500, 10_000) : world.between(30_000, 200_000),
                  agent::boot);
            }
            case 3 -> {
              if (agent.isUp()) {
                agent.pause(world.between(1_000, 60_000));
              }
            }
            default -> {
              if (agent.trainer() != null) {
                agent.trainer().kill();
              }
            }
          }
          somethingBreaks();
        });
  }

  private boolean isSettled() {
    return service.processes().values().stream().noneMatch(process -> process.hasRun());
  }

  private void checkEnd() {
    for (var agent : fleet.agents) {
      var trainer = agent.trainer();
      World.require(
          trainer == null || !trainer.isAlive(), "nothing runs that nobody wants", agent.machineId);
    }
    for (var process : service.processes().values()) {
      var events = service.eventsOf(process.id());
      World.require(
          !events.isEmpty() && events.get(events.size() - 1) == process.state().status(),
          "events end where the process is",
          process + " " + events);
      for (var i = 1; i < events.size(); i++) {
        World.require(
            LEGAL.get(events.get(i - 1)).contains(events.get(i)),
            "events tell a legal life",
            process + " " + events);
      }
      if (process.state().status() == ProcessStatus.SUCCEEDED) {
        World.require(
            fleet.hasModel(process.id(), process.attempt()), "who succeeded has a model", process);
      }
    }
  }
}
