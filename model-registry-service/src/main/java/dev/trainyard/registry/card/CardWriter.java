package dev.trainyard.registry.card;

import java.util.List;

/**
 * Writes a document of headings, paragraphs, lists and tables. All that it is given is text, never
 * markup: whatever characters are in it, readers see them, and the document keeps its shape.
 */
interface CardWriter {
  void title(String text);

  void section(String heading);

  void paragraph(String text);

  void bullets(List<String> texts);

  /**
   * @param header of the columns; the first column says what a row is about
   */
  void table(List<String> header, List<List<String>> rows);

  /** All that was written. */
  String document();

  /**
   * The text as one line: control characters, line breaks and what turns the direction of other
   * text among them, become single spaces.
   */
  static String oneLine(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}\\u202A-\\u202E\\u2066-\\u2069]+", " ").strip();
  }
}
