package dev.trainyard.local.chaos;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A request to the S3 server at which something dies.
 *
 * @param moment whether the server has done it by then
 * @param method of the request
 * @param address a regular expression that is found in its address
 */
record StorageStep(Moment moment, String method, String address) {
  /** When the request is held. */
  enum Moment {
    BEFORE,
    AFTER
  }

  static StorageStep before(String method, String address) {
    return new StorageStep(Moment.BEFORE, method, address);
  }

  static StorageStep after(String method, String address) {
    return new StorageStep(Moment.AFTER, method, address);
  }

  boolean fits(String uri) {
    return Pattern.compile(address).matcher(uri).find();
  }

  @Override
  public String toString() {
    return "%s %s %s".formatted(moment.name().toLowerCase(Locale.ROOT), method, address);
  }
}
