package dev.trainyard.monitoring.journal;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

/**
 * A day of the journal in a temporary file of compressed JSON Lines: first what is kept of the day,
 * then its entries by their numbers, with their hashes. Whoever has it can verify the day again.
 * Closing it deletes the file.
 *
 * @param path where it is
 * @param sha256 digest of the file, lower-case hex
 */
record ArchiveFile(Path path, String sha256) implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  /**
   * Writes the file.
   *
   * @param entries hands every entry of the day to the reader it is given
   * @throws UncheckedIOException if the disk does not take it
   */
  static ArchiveFile write(
      JournalDay day, Consumer<JournalRows.Reader> entries, ObjectMapper json) {
    try {
      var path = Files.createTempFile("trainyard-journal-", ".jsonl.gz");
      var digest = ChainHash.sha256();
      try (var lines =
          new GZIPOutputStream(
              new DigestOutputStream(Files.newOutputStream(path), digest), BUFFER_BYTES)) {
        line(lines, json, Head.of(day));
        entries.accept((number, hash, entry) -> line(lines, json, Entry.of(number, hash, entry)));
      } catch (IOException | RuntimeException e) {
        Files.deleteIfExists(path);
        throw e;
      }
      return new ArchiveFile(path, HexFormat.of().formatHex(digest.digest()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void line(OutputStream lines, ObjectMapper json, Object value) {
    try {
      lines.write(json.writeValueAsBytes(value));
      lines.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first line: what is kept of the day. */
  record Head(
      LocalDate day, long entries, LocalDate previousDay, String previousHash, String lastHash) {
    static Head of(JournalDay day) {
      return new Head(
          day.day(),
          day.entries(),
          day.previousDay().orElse(null),
          day.previousHash(),
          day.lastHash());
    }
  }

  /**
   * Every other line. The data is text in JSON in a JSON text, since it is hashed to the letter.
   */
  record Entry(
      long number,
      String hash,
      String id,
      String type,
      String source,
      String subject,
      Instant time,
      Instant receivedAt,
      UUID projectId,
      UUID processId,
      UUID machineId,
      String traceId,
      String actor,
      String data) {
    static Entry of(long number, String hash, JournalEntry entry) {
      return new Entry(
          number,
          hash,
          entry.eventId(),
          entry.type(),
          entry.source(),
          entry.subject(),
          entry.time(),
          entry.receivedAt(),
          entry.projectId(),
          entry.processId(),
          entry.machineId(),
          entry.traceId(),
          entry.actor(),
          entry.data());
    }
  }
}
