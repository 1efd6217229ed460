package dev.trainyard.process.signing;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** With which key this service signs. */
@ConfigMapping(prefix = "trainyard.signing")
interface SigningConfig {

  /**
   * A file with the key that signs commands, Ed25519 in PKCS #8 as PEM. When absent, the service
   * makes a key at its first start and keeps it in its database.
   */
  Optional<Path> keyFile();

  /** The file with the key before that one, whose signatures are still good. */
  Optional<Path> previousKeyFile();
}
