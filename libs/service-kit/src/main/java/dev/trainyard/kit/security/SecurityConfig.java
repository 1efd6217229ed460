package dev.trainyard.kit.security;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who may do what, and who this service is itself. */
@ConfigMapping(prefix = "trainyard.security")
public interface SecurityConfig {

  /**
   * The permissions of each role, {@code entity:action}; an asterisk in place of either is all of
   * them.
   */
  Map<String, Set<String>> roles();

  /** Whether this is the platform on one machine, whose launcher makes keys and tokens. */
  boolean localMode();

  /** Whether the service does not start without somebody who vouches for its users. */
  boolean usersRequired();

  /**
   * A file with the token this service shows to others, read for each request, which somebody else
   * keeps fresh. When absent, {@code quarkus.oidc-client} asks the provider for one.
   */
  Optional<Path> tokenFile();
}
