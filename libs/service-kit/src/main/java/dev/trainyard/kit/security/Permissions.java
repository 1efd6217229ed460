package dev.trainyard.kit.security;

/**
 * What somebody may do: an entity and an action, as {@code @PermissionsAllowed} takes them. Roles
 * hold them, see {@link SecurityConfig#roles()}.
 */
public final class Permissions {
  public static final String PROJECTS_VIEW = "projects:view";
  public static final String PROJECTS_CREATE = "projects:create";
  public static final String PROJECTS_EDIT = "projects:edit";
  public static final String PROJECTS_DELETE = "projects:delete";
  public static final String DATASETS_VIEW = "datasets:view";
  public static final String DATASETS_CREATE = "datasets:create";
  public static final String DATASETS_DELETE = "datasets:delete";
  public static final String DATASETS_MANAGE = "datasets:manage";
  public static final String TEMPLATES_VIEW = "templates:view";
  public static final String TEMPLATES_CREATE = "templates:create";
  public static final String TEMPLATES_EDIT = "templates:edit";
  public static final String TEMPLATES_DELETE = "templates:delete";
  public static final String TEMPLATES_MANAGE = "templates:manage";
  public static final String PROCESSES_VIEW = "processes:view";
  public static final String PROCESSES_CREATE = "processes:create";
  public static final String PROCESSES_EDIT = "processes:edit";
  public static final String PROCESSES_DELETE = "processes:delete";
  public static final String MACHINES_VIEW = "machines:view";
  public static final String MACHINES_CREATE = "machines:create";
  public static final String MACHINES_EDIT = "machines:edit";
  public static final String MACHINES_DELETE = "machines:delete";
  public static final String MACHINES_MANAGE = "machines:manage";
  public static final String MODELS_VIEW = "models:view";
  public static final String MODELS_CREATE = "models:create";
  public static final String MODELS_EDIT = "models:edit";
  public static final String MODELS_DELETE = "models:delete";
  public static final String MODELS_MANAGE = "models:manage";
  public static final String BASE_MODELS_VIEW = "base-models:view";
  public static final String BASE_MODELS_CREATE = "base-models:create";
  public static final String BASE_MODELS_EDIT = "base-models:edit";
  public static final String BASE_MODELS_DELETE = "base-models:delete";
  public static final String BASE_MODELS_MANAGE = "base-models:manage";
  public static final String JOURNAL_VIEW = "journal:view";
  public static final String MONITORING_VIEW = "monitoring:view";
  public static final String MONITORING_MANAGE = "monitoring:manage";

  private Permissions() {}
}
