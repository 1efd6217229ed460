package dev.trainyard.kit.tenant;

import dev.trainyard.kit.events.ReceivedEvent;
import dev.trainyard.kit.security.AgentScope;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonString;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Says for whom somebody acts. Thread-safe. */
@ApplicationScoped
public class TenantRules {
  /** In a request, the tenant for which it is made; {@link TenantScope#ALL_NAME} for all. */
  public static final String HEADER = "X-Trainyard-Tenant";

  /** Tokens of agents are the process service's own, whatever those of people look like. */
  private static final String[] OF_AGENTS = {AgentScope.TENANT};

  private final TenantConfig config;

  TenantRules(TenantConfig config) {
    this.config = config;
    TenantScope.of(config.defaultName());
  }

  /**
   * Whose rows an identity sees.
   *
   * @param header what the request says in {@link #HEADER}; null if nothing
   * @return empty if it may not act for whom it names
   */
  public Optional<TenantScope> scopeOf(SecurityIdentity identity, String header) {
    var own = named(claimOf(identity).orElse(config.defaultName()));
    if (header != null) {
      if (!mayActForAll(identity)) {
        return own.filter(scope -> scope.equals(named(header).orElse(null)));
      }
      return header.equals(TenantScope.ALL_NAME) ? Optional.of(TenantScope.all()) : named(header);
    }
    return isOfPlatform(identity) && hasOneOf(identity, config.acrossRoles())
        ? Optional.of(TenantScope.all())
        : own;
  }

  /** The tenant of those of whom nobody says whose they are. */
  public String defaultName() {
    return config.defaultName();
  }

  /** Whether somebody is of no tenant in particular, but of those who run the platform. */
  public boolean isOfPlatform(SecurityIdentity identity) {
    return claimOf(identity).isEmpty();
  }

  /** Whether it is one of the platform's services, which act for whom they are asked. */
  public boolean isService(SecurityIdentity identity) {
    return isOfPlatform(identity) && hasOneOf(identity, config.onBehalfRoles());
  }

  private boolean mayActForAll(SecurityIdentity identity) {
    return isService(identity)
        || isOfPlatform(identity) && hasOneOf(identity, config.acrossRoles());
  }

  private static boolean hasOneOf(SecurityIdentity identity, Set<String> roles) {
    return !Collections.disjoint(identity.getRoles(), roles);
  }

  /** Whose a message is; those from before there were tenants are the default tenant's. */
  public TenantScope scopeOf(ReceivedEvent event) {
    var tenant = tenantOf(event);
    return tenant.equals(TenantScope.ALL_NAME) ? TenantScope.none() : TenantScope.of(tenant);
  }

  /** The name of the same; {@link TenantScope#ALL_NAME} for nobody's in particular. */
  public String tenantOf(ReceivedEvent event) {
    return event.tenant().orElse(config.defaultName());
  }

  private static Optional<TenantScope> named(String name) {
    return TenantScope.isName(name) ? Optional.of(TenantScope.of(name)) : Optional.empty();
  }

  private Optional<String> claimOf(SecurityIdentity identity) {
    if (!(identity.getPrincipal() instanceof JsonWebToken token)) {
      return Optional.empty();
    }
    var path = identity.hasRole(AgentScope.ROLE) ? OF_AGENTS : config.claim().split("/", -1);
    Object value = token.getClaim(path[0]);
    for (var step = 1; step < path.length; step++) {
      value = value instanceof Map<?, ?> members ? members.get(path[step]) : null;
    }
    if (value instanceof JsonString text) {
      value = text.getString();
    }
    return Optional.ofNullable(value).map(String::valueOf);
  }
}
