package dev.trainyard.bench.trainer;

/**
 * What both sides reached at one task, pair by pair.
 *
 * @param task for people
 * @param ours images per second
 * @param peer images per second; empty without the peer
 * @param ratios ours to the peer's of the same pair
 */
record Comparison(String task, Samples ours, Samples peer, Samples ratios) {
  Comparison(String task) {
    this(task, new Samples(), new Samples(), new Samples());
  }

  void add(double oursPerSecond, double peerPerSecond) {
    ours.add(oursPerSecond);
    peer.add(peerPerSecond);
    ratios.add(oursPerSecond / peerPerSecond);
  }

  void addOurs(double oursPerSecond) {
    ours.add(oursPerSecond);
  }

  /** The median of the ratios; NaN without the peer. */
  double ratio() {
    return ratios.median();
  }
}
