package dev.trainyard.kit.naming;

import java.text.Normalizer;
import java.util.Locale;

/** What two names have in common when they count as the same. */
public final class NameKey {
  private NameKey() {}

  /** The name without case and in one Unicode form; equal for names that must not coexist. */
  public static String of(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
  }
}
