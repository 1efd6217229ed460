package dev.trainyard.kit.http;

import dev.trainyard.kit.problem.PreconditionException;

/** Versions of things as HTTP entity tags (RFC 9110, section 8.8.3). */
public final class EntityTags {
  private EntityTags() {}

  /** The tag of a version, quoted as the ETag header wants it. */
  public static String of(long version) {
    return "\"" + version + "\"";
  }

  /**
   * Holds a change back unless the client has seen the present version.
   *
   * @param ifMatch the header as it was sent; null when absent
   * @throws PreconditionException 428 when absent, 412 when it names another version
   */
  public static void requireMatch(String ifMatch, long version) {
    if (ifMatch == null || ifMatch.isBlank()) {
      throw PreconditionException.required();
    }
    var present = of(version);
    for (var tag : ifMatch.split(",")) {
      if (tag.trim().equals(present) || tag.trim().equals("*")) {
        return;
      }
    }
    throw PreconditionException.failed(present);
  }
}
