package dev.trainyard.bench.trainer;

/** Takes lines that say how far the benchmark is. Called by several threads. */
@FunctionalInterface
public interface Progress {
  void say(String line);
}
