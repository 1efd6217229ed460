package dev.trainyard.kit.download;

import dev.trainyard.kit.problem.InvalidRequestException;
import java.util.Locale;

/** Which way a file goes to the client, or comes from it. */
public enum Via {
  /** By a URL of the object storage. */
  STORAGE,
  /** Through the service, for clients that cannot reach the storage. */
  SERVICE;

  /**
   * @param requested the query parameter as it was sent; null when absent
   * @throws InvalidRequestException if it is neither of these
   */
  public static Via of(String requested, Via usual) {
    if (requested == null) {
      return usual;
    }
    for (var way : values()) {
      if (way.name().toLowerCase(Locale.ROOT).equals(requested)) {
        return way;
      }
    }
    throw new InvalidRequestException("via", "must be storage or service");
  }
}
