package dev.trainyard.template.project;

import dev.trainyard.kit.naming.NameKey;
import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.paging.PageQuery;
import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.kit.tenant.AcrossTenants;
import dev.trainyard.template.listing.Listing;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hibernate.Session;

/** The project table. Every method wants a transaction. */
@ApplicationScoped
public class ProjectStore implements PanacheRepositoryBase<Project, UUID> {
  private static final Set<String> SORTABLE = Set.of("name", "createdAt", "updatedAt");

  /** "project" in ASCII. */
  private static final long NAMES_LOCK = 0x70726f6a656374L;

  /**
   * A project that nobody can delete before the transaction ends.
   *
   * @throws NotFoundException if there is none
   */
  public Project requireShared(UUID id) {
    return require(id, LockModeType.PESSIMISTIC_READ);
  }

  /**
   * A project that no other transaction can change, delete or add to.
   *
   * @throws NotFoundException if there is none
   */
  public Project requireExclusive(UUID id) {
    return require(id, LockModeType.PESSIMISTIC_WRITE);
  }

  /** A project to read; {@link NotFoundException} if there is none. */
  public Project require(UUID id) {
    return require(id, LockModeType.NONE);
  }

  /** Holds back every other transaction that gives a project a name. */
  void lockNames() {
    getEntityManager()
        .createNativeQuery("SELECT 1 FROM pg_advisory_xact_lock(:lock)")
        .setParameter("lock", NAMES_LOCK)
        .getSingleResult();
  }

  /** Whose the projects are. */
  @AcrossTenants
  @Transactional
  List<String> tenants() {
    return getEntityManager()
        .unwrap(Session.class)
        .createNativeQuery("SELECT DISTINCT tenant FROM project", String.class)
        .getResultList();
  }

  Optional<Project> withName(String name) {
    return find("nameKey", NameKey.of(name)).firstResultOptional();
  }

  Page<Project> list(Optional<String> name, PageQuery query) {
    var sort = Listing.sort(query, SORTABLE);
    return Listing.page(
        name.isPresent() ? find("nameKey", sort, NameKey.of(name.get())) : findAll(sort), query);
  }

  private Project require(UUID id, LockModeType lock) {
    return findByIdOptional(id, lock).orElseThrow(() -> new NotFoundException("project", id));
  }
}
