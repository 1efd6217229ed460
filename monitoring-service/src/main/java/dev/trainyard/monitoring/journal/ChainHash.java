package dev.trainyard.monitoring.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;

/**
 * The hashes that chain the entries of the journal: SHA-256 over the hash before and over the
 * entry's day, number and fields, each as its length in four bytes and its text in UTF-8; the
 * length of an absent one is -1. Hashes are lower-case hex.
 */
final class ChainHash {
  /** What the first entry of all follows. */
  static final String START = "0".repeat(64);

  private static final int ABSENT = -1;

  private ChainHash() {}

  /** The hash of an entry that follows the entry with this hash. */
  static String of(String previous, LocalDate day, long number, JournalEntry entry) {
    var digest = sha256();
    digest.update(HexFormat.of().parseHex(previous));
    add(digest, day);
    add(digest, number);
    entry.fields().forEach(field -> add(digest, field));
    return HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static void add(MessageDigest digest, Object field) {
    if (field == null) {
      digest.update(length(ABSENT));
      return;
    }
    var text = field.toString().getBytes(StandardCharsets.UTF_8);
    digest.update(length(text.length));
    digest.update(text);
  }

  private static byte[] length(int length) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(length).array();
  }
}
