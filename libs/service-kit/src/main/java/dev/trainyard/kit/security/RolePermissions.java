package dev.trainyard.kit.security;

import dev.trainyard.kit.tenant.CurrentTenant;
import dev.trainyard.kit.tenant.TenantRules;
import io.quarkus.runtime.Startup;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.Permission;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Gives everybody the permissions of their roles, and says for which tenant they act. Who names a
 * tenant that is not theirs is permitted nothing. Thread-safe.
 */
@Startup
@ApplicationScoped
class RolePermissions implements SecurityIdentityAugmentor {
  private final Map<String, List<Grant>> grants;
  private final TenantRules tenants;

  RolePermissions(SecurityConfig config, TenantRules tenants) {
    this.tenants = tenants;
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
    return augment(identity, context, Map.of());
  }

  @Override
  public Uni<SecurityIdentity> augment(
      SecurityIdentity identity,
      AuthenticationRequestContext context,
      Map<String, Object> attributes) {
    if (identity.isAnonymous()) {
      return Uni.createFrom().item(identity);
    }
    var roles = Set.copyOf(identity.getRoles());
    var request = HttpSecurityUtils.getRoutingContextAttribute(attributes);
    var header = request == null ? null : request.request().getHeader(TenantRules.HEADER);
    var scope = tenants.scopeOf(identity, header);
    var known =
        QuarkusSecurityIdentity.builder(identity)
            .addPermissionChecker(
                needed -> Uni.createFrom().item(scope.isPresent() && isGranted(roles, needed)));
    known.addAttribute(CurrentTenant.PLATFORM_ATTRIBUTE, tenants.isOfPlatform(identity));
    known.addAttribute(CurrentTenant.SERVICE_ATTRIBUTE, tenants.isService(identity));
    scope.ifPresent(whose -> known.addAttribute(CurrentTenant.ATTRIBUTE, whose));
    return Uni.createFrom().item(known.build());
  }

  private boolean isGranted(Set<String> roles, Permission needed) {
    return roles.stream()
        .flatMap(role -> grants.getOrDefault(role, List.of()).stream())
        .anyMatch(grant -> grant.covers(needed));
  }
}
