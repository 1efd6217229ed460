package dev.trainyard.kit.security;

import io.quarkus.runtime.Startup;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.Permission;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Gives everybody the permissions of their roles. Thread-safe. */
@Startup
@ApplicationScoped
class RolePermissions implements SecurityIdentityAugmentor {
  private final Map<String, List<Grant>> grants;

  RolePermissions(SecurityConfig config) {
    this.grants =
        config.roles().entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey,
                    role ->
                        role.getValue().stream()
                            .map(grant -> Grant.parse(role.getKey(), grant))
                            .toList()));
  }

  @Override
  public Uni<SecurityIdentity> augment(
      SecurityIdentity identity, AuthenticationRequestContext context) {
    if (identity.isAnonymous()) {
      return Uni.createFrom().item(identity);
    }
    var roles = Set.copyOf(identity.getRoles());
    return Uni.createFrom()
        .item(
            QuarkusSecurityIdentity.builder(identity)
                .addPermissionChecker(needed -> Uni.createFrom().item(isGranted(roles, needed)))
                .build());
  }

  private boolean isGranted(Set<String> roles, Permission needed) {
    return roles.stream()
        .flatMap(role -> grants.getOrDefault(role, List.of()).stream())
        .anyMatch(grant -> grant.covers(needed));
  }
}
