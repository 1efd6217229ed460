package dev.trainyard.template.project;

import dev.trainyard.kit.tenant.CurrentTenant;
import dev.trainyard.kit.tenant.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** The tenants that have something here: all of it is in a project. Thread-safe. */
@ApplicationScoped
public class ProjectTenants {
  private static final Logger LOG = Logger.getLogger(ProjectTenants.class);

  private final ProjectStore projects;
  private final CurrentTenant tenant;

  ProjectTenants(ProjectStore projects, CurrentTenant tenant) {
    this.projects = projects;
    this.tenant = tenant;
  }

  /** Does a job for one tenant after the other; none waits for what fails for another one. */
  public void each(Runnable job) {
    for (var name : projects.tenants()) {
      try {
        tenant.run(TenantScope.of(name), job);
      } catch (RuntimeException e) {
        LOG.errorf(e, "Job failed, will be tried later tenant=%s", name);
      }
    }
  }
}
