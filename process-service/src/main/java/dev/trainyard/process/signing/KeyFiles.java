package dev.trainyard.process.signing;

import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.signing.SigningKey;
import dev.trainyard.kit.signing.VerificationKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Keys that an operator gives, such as in a secret of Kubernetes; read once. Thread-safe. */
final class KeyFiles implements SigningKeys {
  private final SigningKey current;
  private final List<VerificationKey> open;

  /**
   * @throws IllegalStateException if a file holds no key
   */
  KeyFiles(Path current, Optional<Path> previous) {
    this.current = read(current);
    this.open =
        Stream.concat(Stream.of(this.current), previous.map(KeyFiles::read).stream())
            .map(SigningKey::open)
            .toList();
  }

  @Override
  public SigningKey current() {
    return current;
  }

  @Override
  public List<VerificationKey> open() {
    return open;
  }

  @Override
  public void rotate() {
    throw new ConflictException(
        "keys-from-files",
        "The key is in a file: put the new one into trainyard.signing.key-file and this one into"
            + " trainyard.signing.previous-key-file, and start the service again.",
        Map.of());
  }

  private static SigningKey read(Path file) {
    try {
      return SigningKey.parse(Files.readString(file));
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalStateException(
          "%s holds no key to sign with: %s. Write one with openssl genpkey -algorithm ed25519."
              .formatted(file, e.getMessage()),
          e);
    }
  }
}
