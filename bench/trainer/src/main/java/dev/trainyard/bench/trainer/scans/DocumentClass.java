package dev.trainyard.bench.trainer.scans;

import java.util.Locale;

/** The kinds of documents, told apart by their layout. */
enum DocumentClass {
  /** A coloured mark, a table of items, a total. */
  INVOICE,
  /** An address, paragraphs, a signature. */
  LETTER,
  /** A dark header, boxes to fill in, boxes to tick. */
  FORM,
  /** Two dense columns under a title, two signatures, a round stamp. */
  CONTRACT;

  String folder() {
    return name().toLowerCase(Locale.ROOT);
  }
}
