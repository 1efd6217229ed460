package dev.trainyard.template.archive;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.trainyard.kit.problem.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Checks archives that are bytes.
 *
 * @param folder where they are put
 */
record ArchiveChecks(Path folder, ArchiveLimits limits) {
  static final ArchiveLimits LIMITS =
      new ArchiveLimits(70_100, 1 << 28, 200, 1 << 20, 1_000_000, 1);
  static final TestSplit SPLIT = new TestSplit(0.2, 42);

  static ArchiveChecks in(Path folder) {
    return new ArchiveChecks(folder, LIMITS);
  }

  ArchiveChecks with(ArchiveLimits others) {
    return new ArchiveChecks(folder, others);
  }

  ArchiveContent check(byte[] archive) throws IOException {
    return check(archive, CheckProgress.UNHEARD);
  }

  ArchiveContent check(byte[] archive, CheckProgress progress) throws IOException {
    var file = Files.write(folder.resolve("archive.zip"), archive);
    return new ArchiveChecker(limits, Runnable::run, 1).check(file, SPLIT, progress);
  }

  /** What is wrong with an archive that must be refused. */
  InvalidArchiveException refusal(byte[] archive) {
    return catchThrowableOfType(InvalidArchiveException.class, () -> check(archive));
  }

  List<Violation> refusals(byte[] archive) {
    return refusal(archive).violations();
  }
}
