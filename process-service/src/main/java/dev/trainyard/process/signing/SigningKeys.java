package dev.trainyard.process.signing;

import dev.trainyard.kit.signing.SigningKey;
import dev.trainyard.kit.signing.VerificationKey;
import java.util.List;

/** Where the keys of this service are. Thread-safe. */
public interface SigningKeys {

  /**
   * The key to sign with now, the same in all replicas.
   *
   * @throws IllegalStateException if it cannot be read just now
   */
  SigningKey current();

  /** The keys whose signatures are good: the present one and, after a change, the one before. */
  List<VerificationKey> open();

  /**
   * From now on signs with a new key.
   *
   * @throws dev.trainyard.kit.problem.ConflictException if somebody else looks after the keys
   */
  void rotate();
}
