package dev.trainyard.bench.trainer;

import dev.trainyard.contracts.training.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The peer at work on scans, with the numbers of threads and workers that suit it best. */
final class ScanPeer {
  private final Peer peer;
  private final PeerChoice choice;
  private final Path logs;
  private final Progress progress;

  /**
   * What the user fixed; 0 leaves it to a trial.
   *
   * @param threads of torch in the training process
   * @param workers processes of the DataLoader
   */
  record PeerChoice(int threads, int workers) {}

  ScanPeer(Peer peer, PeerChoice choice, Path logs, Progress progress) {
    this.peer = peer;
    this.choice = choice;
    this.logs = logs;
    this.progress = progress;
  }

  /** Says how it differs from the plain peer; empty if it does not. */
  String difference() {
    return peer.precision() == Precision.FLOAT32 ? "" : ", peer in " + peer.precision();
  }

  /** Starts it on a folder; each request is an epoch. */
  Contestant start(Path dataset, Shape shape, PeerChoice setting) throws IOException {
    return Contestant.start(
        "the peer",
        peer.command(
            "scans",
            "--data",
            dataset,
            "--image-size",
            shape.imageSize(),
            "--batch-size",
            shape.batchSize(),
            "--threads",
            setting.threads(),
            "--workers",
            setting.workers()),
        logs.resolve("peer.log"));
  }

  /** Tries one and all cores for what the user left open, and takes the fastest. */
  PeerChoice fastest(Path dataset, Shape shape, Report report) throws IOException {
    if (choice.threads() > 0 && choice.workers() > 0) {
      return choice;
    }
    int cores = Runtime.getRuntime().availableProcessors();
    PeerChoice best = null;
    double bestSpeed = 0;
    for (int threads : candidates(choice.threads(), cores)) {
      for (int workers : candidates(choice.workers(), cores)) {
        var candidate = new PeerChoice(threads, workers);
        try (var contestant = start(dataset, shape, candidate)) {
          double speed = contestant.imagesPerSecond(Map.of());
          progress.say(
              String.format(
                  Locale.ROOT,
                  "  peer with %d threads and %d workers: %.1f images/s",
                  threads,
                  workers,
                  speed));
          if (best == null || speed > bestSpeed) {
            best = candidate;
            bestSpeed = speed;
          }
        }
      }
    }
    report.remark(
        "peer on scans, %s%s: the fastest of what was tried, %d threads and %d workers",
        shape, difference(), best.threads(), best.workers());
    return best;
  }

  private static List<Integer> candidates(int fixed, int cores) {
    return fixed > 0
        ? List.of(fixed)
        : List.copyOf(new LinkedHashSet<>(Stream.of(1, cores).toList()));
  }
}
