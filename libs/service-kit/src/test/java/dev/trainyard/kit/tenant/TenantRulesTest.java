package dev.trainyard.kit.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.security.Principal;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TenantRulesTest {
  private final TenantRules rules = new TenantRules(new Settings("tenant"));

  /** Role, claim, header, and whose rows are seen; nobody is let in where that is empty. */
  @ParameterizedTest
  @CsvSource({
    "admin, , , default",
    "admin, acme, , acme",
    "admin, acme, acme, acme",
    "viewer, , default, default",
    "admin, acme, other, ",
    "admin, , other, ",
    "admin, , *, ",
    "admin, *, , ",
    "admin, '', , ",
    "admin, 'a b', , ",
    "system-admin, , , *",
    "system-admin, , acme, acme",
    "system-admin, , *, *",
    "system-admin, , '', ",
    "system-admin, , ~, ",
    "system-admin, acme, , acme",
    "system-admin, acme, other, ",
    "agent, , , default",
    "agent, , acme, ",
    "agent, acme, , acme",
    "agent, acme, other, ",
    "service, , , default",
    "service, , acme, acme",
    "service, , *, *",
  })
  void sayForWhomSomebodyActs(String role, String claim, String header, String expected) {
    var scope = rules.scopeOf(somebody(role, claim), header);
    assertThat(scope.flatMap(TenantScope::name).orElse(null)).isEqualTo(expected);
  }

  @Test
  void tellThoseOfATenantFromThoseWhoRunThePlatform() {
    assertThat(rules.isOfPlatform(somebody("admin", null))).isTrue();
    assertThat(rules.isOfPlatform(somebody("admin", "acme"))).isFalse();
    assertThat(rules.isOfPlatform(somebody("system-admin", ""))).isFalse();
  }

  @Test
  void findTheClaimAtTheEndOfItsPath() {
    var nested = new TenantRules(new Settings("organization/name"));
    var identity = identity("admin", Map.of("organization", Map.of("name", "acme")));
    assertThat(nested.scopeOf(identity, null)).contains(TenantScope.of("acme"));
    // Tokens of agents are the process service's own.
    assertThat(nested.scopeOf(somebody("agent", "acme"), null)).contains(TenantScope.of("acme"));
    assertThat(nested.scopeOf(identity("admin", Map.of("organization", "acme")), null))
        .contains(TenantScope.of("default"));
  }

  @Test
  void takeThoseForTheDefaultTenantsWhoseIdentityHasNoClaims() {
    var identity =
        QuarkusSecurityIdentity.builder()
            .setPrincipal(new QuarkusPrincipal("somebody"))
            .addRole("viewer")
            .build();
    assertThat(rules.scopeOf(identity, null)).contains(TenantScope.of("default"));
  }

  private static SecurityIdentity somebody(String role, String claim) {
    return identity(role, claim == null ? Map.of() : Map.of("tenant", claim));
  }

  private static SecurityIdentity identity(String role, Map<String, Object> claims) {
    return QuarkusSecurityIdentity.builder().setPrincipal(new Token(claims)).addRole(role).build();
  }

  private record Settings(String claim) implements TenantConfig {
    @Override
    public boolean inDatabase() {
      return false;
    }

    @Override
    public String defaultName() {
      return "default";
    }

    @Override
    public Set<String> acrossRoles() {
      return Set.of("system-admin");
    }

    @Override
    public Set<String> onBehalfRoles() {
      return Set.of("service");
    }
  }

  private record Token(Map<String, Object> claims) implements JsonWebToken, Principal {
    @Override
    public String getName() {
      return "somebody";
    }

    @Override
    public Set<String> getClaimNames() {
      return claims.keySet();
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T getClaim(String name) {
      return (T) claims.get(name);
    }
  }
}
