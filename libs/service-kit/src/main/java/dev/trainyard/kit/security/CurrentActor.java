package dev.trainyard.kit.security;

import io.quarkus.arc.Arc;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Who has asked for what is being done. Thread-safe. */
@ApplicationScoped
public class CurrentActor {
  private static final int LONGEST = 255;

  private final CurrentIdentityAssociation identities;

  CurrentActor(CurrentIdentityAssociation identities) {
    this.identities = identities;
  }

  /**
   * Their name, as their token has it; empty for what the service does by itself or because of a
   * message.
   */
  public Optional<String> name() {
    if (!Arc.container().requestContext().isActive()) {
      return Optional.empty();
    }
    var identity = identities.getIdentity();
    if (identity.isAnonymous()) {
      return Optional.empty();
    }
    return Optional.ofNullable(identity.getPrincipal().getName())
        .map(name -> name.substring(0, Math.min(name.length(), LONGEST)));
  }
}
