package dev.trainyard.kit.tenant;

import io.smallrye.config.ConfigMapping;
import java.util.Set;

/** Who belongs to which tenant. */
@ConfigMapping(prefix = "trainyard.tenants")
public interface TenantConfig {

  /** Where a token names the tenant: a claim, or a path of names with slashes between them. */
  String claim();

  /** Read at build time: on in a service that has a database with rows of tenants. */
  boolean inDatabase();

  /** The tenant of those whose token names none. */
  String defaultName();

  /** Roles that act for whom they name, or for all tenants, unless their token names one. */
  Set<String> acrossRoles();

  /**
   * Roles that act for the default tenant unless they name another one, or all: what they forget
   * must not open more.
   */
  Set<String> onBehalfRoles();
}
