package dev.trainyard.template.archive;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.trainyard.kit.problem.Violation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes zips of tar archives that are bytes.
 *
 * @param folder where they are put
 */
record TarChecks(Path folder, ArchiveLimits limits) {

  static TarChecks in(Path folder) {
    return new TarChecks(folder, ArchiveChecks.LIMITS);
  }

  TarChecks with(ArchiveLimits others) {
    return new TarChecks(folder, others);
  }

  byte[] toZip(byte[] tarGz) throws IOException {
    var file = Files.write(folder.resolve("archive.tar.gz"), tarGz);
    var zip = new ByteArrayOutputStream();
    new ArchiveChecker(limits, Runnable::run, 1).writeZip(file, zip);
    return zip.toByteArray();
  }

  /** The report on an archive that must be refused. */
  ArchiveReport refusal(byte[] tarGz) {
    return catchThrowableOfType(InvalidArchiveException.class, () -> toZip(tarGz)).report();
  }

  List<Violation> violations(byte[] tarGz) {
    return catchThrowableOfType(InvalidArchiveException.class, () -> toZip(tarGz)).violations();
  }
}
