package dev.trainyard.bench.platform;

import java.util.List;
import java.util.SplittableRandom;

/** Reads one thing or another, some more often than others. */
final class Reader implements Caller {
  private final SplittableRandom random;
  private final List<Share> shares;

  /**
   * @param number for the same number the same requests
   */
  Reader(int number, List<Share> shares) {
    this.random = new SplittableRandom(number);
    this.shares = shares;
  }

  /**
   * Something that is read.
   *
   * @param percent how often; together 100
   * @param path where, made anew for each request
   */
  record Share(int percent, PathChoice path) {}

  /** Chooses what to read. */
  interface PathChoice {
    String choose(SplittableRandom random);
  }

  /** A path with the id of one of them at its end. */
  static PathChoice oneOf(String path, List<String> ids) {
    return random -> path + ids.get(random.nextInt(ids.size()));
  }

  /** One of the first pages of a list. */
  static PathChoice page(String list, int pages) {
    return random -> list + "page=" + random.nextInt(pages);
  }

  @Override
  public Request next() {
    var left = random.nextInt(100);
    for (var share : shares) {
      left -= share.percent();
      if (left < 0) {
        return Request.get(share.path().choose(random));
      }
    }
    throw new IllegalStateException("the shares are not 100 together");
  }
}
