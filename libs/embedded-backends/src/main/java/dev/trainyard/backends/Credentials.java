package dev.trainyard.backends;

import java.util.Objects;

/**
 * A name and its secret: user and password, or access key and secret key.
 *
 * @param name the public half
 * @param secret the other half; never printed
 */
public record Credentials(String name, String secret) {

  public Credentials {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(secret, "secret");
    if (name.isBlank() || secret.isBlank()) {
      throw new IllegalArgumentException("Credentials need a name and a secret");
    }
  }

  @Override
  public String toString() {
    return "Credentials[" + name + "]";
  }
}
