package dev.trainyard.kit.tenant;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whose rows are seen and written: those of the tenants from one name to another, in the order of
 * their characters. So one comparison in the database does for one tenant, for all and for none.
 *
 * @param first the name of the tenant that new rows get; empty for none
 * @param last the same name; beyond all names for all tenants
 */
public record TenantScope(String first, String last) {
  /** Stands for all tenants where a header or a claim names one. */
  public static final String ALL_NAME = "*";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  /** Behind all names in the order of their characters. */
  private static final String BEYOND = "~";

  private static final TenantScope NONE = new TenantScope("", "");
  private static final TenantScope ALL = new TenantScope("", BEYOND);

  /**
   * @throws IllegalArgumentException if it is neither one tenant's, nor of all, nor of none
   */
  public TenantScope {
    if (!first.equals(last) && !(first.isEmpty() && last.equals(BEYOND))
        || !first.isEmpty() && !isName(first)) {
      throw new IllegalArgumentException(
          "A tenant's name has letters, digits, dots, hyphens and underscores, 100 at most, and"
              + " begins with a letter or digit");
    }
  }

  /**
   * One tenant's.
   *
   * @throws IllegalArgumentException if it cannot be a tenant's name
   */
  public static TenantScope of(String tenant) {
    if (tenant.isEmpty()) {
      throw new IllegalArgumentException("A tenant has a name");
    }
    return new TenantScope(tenant, tenant);
  }

  /** Of those who may change a row: its tenant, or all where it says {@link #ALL_NAME}. */
  public static TenantScope ofRow(String tenant) {
    return tenant.equals(ALL_NAME) ? ALL : of(tenant);
  }

  /** Those of all tenants, to be seen and changed; new rows have to say whose they are. */
  public static TenantScope all() {
    return ALL;
  }

  /** Nobody's. */
  public static TenantScope none() {
    return NONE;
  }

  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** Whether a tenant's rows are among those that are seen. */
  public boolean includes(String tenant) {
    return first.compareTo(tenant) <= 0 && tenant.compareTo(last) <= 0;
  }

  public boolean isAll() {
    return equals(ALL);
  }

  /** The one tenant; empty for all and for none. */
  public Optional<String> tenant() {
    return Optional.of(first).filter(name -> !name.isEmpty());
  }

  /** As others are told of it: the tenant, or {@link #ALL_NAME}; empty for none. */
  public Optional<String> name() {
    return isAll() ? Optional.of(ALL_NAME) : tenant();
  }
}
