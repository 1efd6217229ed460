package dev.trainyard.protocol.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Virtual time, chance, and a network that loses, repeats, delays and so reorders messages while
 * faults last. One thread; the same seed gives the same course of events.
 */
final class World {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int TRACE_LENGTH = 400;

  final SplittableRandom random;
  final Planted planted;
  private final PriorityQueue<Task> tasks = new PriorityQueue<>();
  private final Deque<String> trace = new ArrayDeque<>();
  private final Set<Object> seen = new HashSet<>();
  private final boolean tracing;
  private long millis;
  private long order;
  private boolean faults = true;

  World(long seed, Planted planted, boolean tracing) {
    this.random = new SplittableRandom(seed);
    this.planted = planted;
    this.tracing = tracing;
  }

  private record Task(long at, long order, Runnable work) implements Comparable<Task> {
    @Override
    public int compareTo(Task other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
    }
  }

  Instant now() {
    return START.plusMillis(millis);
  }

  long seconds() {
    return millis / 1_000;
  }

  UUID id() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  boolean fault(double probability) {
    return faults && chance(probability);
  }

  boolean faults() {
    return faults;
  }

  void endFaults() {
    faults = false;
  }

  long between(long fromMillis, long toMillis) {
    return random.nextLong(fromMillis, toMillis);
  }

  <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  void after(long delayMillis, Runnable work) {
    tasks.add(new Task(millis + delayMillis, order++, work));
  }

  void every(Duration interval, Runnable work) {
    after(
        interval.toMillis(),
        () -> {
          work.run();
          every(interval, work);
        });
  }

  /** Carries a message to where it is wanted: perhaps never, perhaps late, perhaps twice. */
  void send(Runnable delivery) {
    if (fault(0.08)) {
      return;
    }
    after(latency(), delivery);
    if (fault(0.08)) {
      after(latency(), delivery);
    }
  }

  private long latency() {
    return fault(0.1) ? between(1_000, 60_000) : between(1, 50);
  }

  /** Runs the next thing; false when nothing is left. */
  boolean step() {
    var task = tasks.poll();
    if (task == null) {
      return false;
    }
    millis = task.at;
    task.work.run();
    return true;
  }

  /** Notes that the course of events has come by here. */
  <T> T seen(T what) {
    seen.add(what);
    return what;
  }

  Set<Object> seen() {
    return seen;
  }

  /** Notes what happened, for a replay. */
  void say(String format, Object... arguments) {
    if (tracing) {
      trace.addLast("%8.3f ".formatted(millis / 1_000.0) + format.formatted(arguments));
      if (trace.size() > TRACE_LENGTH) {
        trace.removeFirst();
      }
    }
  }

  List<String> trace() {
    return new ArrayList<>(trace);
  }

  static void require(boolean holds, String invariant, Object about) {
    if (!holds) {
      throw new AssertionError(invariant + ": " + about);
    }
  }
}
