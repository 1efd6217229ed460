package dev.trainyard.template.archive;

import java.util.regex.Pattern;

/** Text from an archive, or about one, as answers and databases can have it. */
final class ShownText {
  private static final Pattern CONTROL_CHARACTER = Pattern.compile("\\p{Cntrl}");

  private ShownText() {}

  static boolean hasControlCharacters(String text) {
    return CONTROL_CHARACTER.matcher(text).find();
  }

  /** Without control characters, and cut off behind so many characters. */
  static String of(String text, int maxCharacters) {
    var shown = text;
    if (text.length() > maxCharacters) {
      // No half of a pair.
      var end =
          Character.isHighSurrogate(text.charAt(maxCharacters - 1))
              ? maxCharacters - 1
              : maxCharacters;
      shown = text.substring(0, end) + "…";
    }
    return CONTROL_CHARACTER.matcher(shown).replaceAll("?");
  }
}
