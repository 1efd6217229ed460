package dev.trainyard.registry.basemodel;

import dev.trainyard.kit.problem.UnprocessableException;
import dev.trainyard.kit.problem.Violation;
import dev.trainyard.registry.archive.ReceivedUpload;
import dev.trainyard.weights.Architecture;
import dev.trainyard.weights.BaseModel;
import dev.trainyard.weights.BaseModelArchive;
import dev.trainyard.weights.BaseModelConfiguration;
import dev.trainyard.weights.FileDigest;
import dev.trainyard.weights.InvalidBaseModelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An archive that was checked and can be stored.
 *
 * @param file the archive as it was sent, or one made of the {@code .pth} file that was sent
 * @param digest of the file
 * @param configuration what it says of the model
 */
record UploadedArchive(Path file, FileDigest digest, BaseModelConfiguration configuration) {
  private static final String EXPECTED =
      """
      This is no base model; see violations. Nothing was stored. Send a zip of exactly one .pth \
      file, a state dict as torch.save writes it, and a config.yaml that says formatVersion: 1, \
      modelType: classifier, architecture: one of %s, and input: with imageSize, mean and \
      standardDeviation. Or send the .pth file alone, and say ?architecture=resnet18.""";

  /**
   * Checks an upload. Memory use does not depend on it.
   *
   * @param architecture of a bare {@code .pth} file
   * @throws UnprocessableException if it is no base model
   */
  static UploadedArchive check(
      ReceivedUpload upload, Optional<Architecture> architecture, long maxBytes) {
    try {
      boolean made = architecture.isPresent() && !BaseModelArchive.isArchive(upload.file());
      var file = made ? archiveOf(upload, architecture.get()) : upload.file();
      var configuration = BaseModel.check(file, upload.folder(), maxBytes);
      if (architecture.isPresent() && architecture.get() != configuration.architecture()) {
        throw invalid(
            "architecture",
            "config.yaml says %s; leave architecture out, or correct config.yaml"
                .formatted(configuration.architecture().id()));
      }
      return new UploadedArchive(file, made ? FileDigest.of(file) : upload.digest(), configuration);
    } catch (InvalidBaseModelException e) {
      throw invalid("archive", e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException("the upload could not be read back", e);
    }
  }

  private static Path archiveOf(ReceivedUpload upload, Architecture architecture)
      throws IOException {
    var archive = upload.folder().resolve("made");
    BaseModelArchive.write(archive, upload.file(), BaseModelConfiguration.of(architecture));
    return archive;
  }

  private static UnprocessableException invalid(String field, String message) {
    return new UnprocessableException(
        EXPECTED.formatted(Architecture.ids()), List.of(new Violation(field, message)));
  }
}
