package dev.trainyard.bench.trainer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Training steps on random tensors, in turn with the peer in short slices, so that a slow minute of
 * the machine meets both.
 */
final class ComputeBench {
  private final Engine engine;
  private final Optional<Peer> peer;
  private final Settings settings;
  private final Path logs;
  private final Progress progress;

  /**
   * @param pairs slices of each side
   * @param sliceSeconds length of a slice
   * @param warmUpSeconds before the first slice, not counted
   * @param peerThreads of the peer; 0 for a trial
   */
  record Settings(int pairs, double sliceSeconds, double warmUpSeconds, int peerThreads) {}

  ComputeBench(
      Engine engine, Optional<Peer> peer, Settings settings, Path logs, Progress progress) {
    this.engine = engine;
    this.peer = peer;
    this.settings = settings;
    this.logs = logs;
    this.progress = progress;
  }

  Comparison run(Shape shape, Report report) throws IOException {
    var comparison = new Comparison("training step, " + shape);
    progress.say(comparison.task());
    int threads = peer.isPresent() ? peerThreads(shape, report) : 0;
    var slice = Map.of("seconds", settings.sliceSeconds());
    try (var ours = engine.compute(shape, settings.warmUpSeconds());
        var theirs = peer.isPresent() ? startPeer(peer.get(), shape, threads) : null) {
      for (int pair = 1; pair <= settings.pairs(); pair++) {
        double ourSpeed = ours.imagesPerSecond(slice);
        if (theirs == null) {
          comparison.addOurs(ourSpeed);
          progress.say(String.format(Locale.ROOT, "  %d: %.1f images/s", pair, ourSpeed));
        } else {
          double peerSpeed = theirs.imagesPerSecond(slice);
          comparison.add(ourSpeed, peerSpeed);
          progress.say(
              String.format(
                  Locale.ROOT,
                  "  %d: %.1f images/s, peer %.1f, ratio %.2f",
                  pair,
                  ourSpeed,
                  peerSpeed,
                  ourSpeed / peerSpeed));
        }
      }
    }
    report.add(comparison);
    return comparison;
  }

  /** The number of threads with which the peer is faster: all cores, or what torch chooses. */
  private int peerThreads(Shape shape, Report report) throws IOException {
    if (settings.peerThreads() > 0) {
      return settings.peerThreads();
    }
    int cores = Runtime.getRuntime().availableProcessors();
    int best = cores;
    double bestSpeed = 0;
    var tried = new StringBuilder();
    for (int threads : new int[] {cores, 0}) {
      try (var candidate = startPeer(peer.orElseThrow(), shape, threads)) {
        double speed = candidate.imagesPerSecond(Map.of("seconds", settings.sliceSeconds()));
        int used = candidate.ready().get("threads").asInt();
        tried.append(
            String.format(
                Locale.ROOT,
                "%s%d thread%s%s %.1f images/s",
                tried.isEmpty() ? "" : ", ",
                used,
                used == 1 ? "" : "s",
                threads == 0 ? " (torch's default)" : "",
                speed));
        if (speed > bestSpeed) {
          bestSpeed = speed;
          best = used;
        }
        if (used == cores && threads == 0) {
          break;
        }
      }
    }
    report.remark("peer, %s: %s; compared with %d", shape, tried, best);
    progress.say("  peer: %s".formatted(tried));
    return best;
  }

  private Contestant startPeer(Peer peer, Shape shape, int threads) throws IOException {
    var command =
        peer.command(
            "compute",
            "--image-size",
            shape.imageSize(),
            "--batch-size",
            shape.batchSize(),
            "--threads",
            threads,
            "--warm-up-seconds",
            settings.warmUpSeconds());
    return Contestant.start("the peer", command, logs.resolve("peer.log"));
  }
}
