package dev.trainyard.template.dataset;

import dev.trainyard.kit.naming.NameKey;
import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.paging.PageQuery;
import dev.trainyard.kit.problem.InvalidRequestException;
import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.template.listing.Listing;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The dataset table. Every method wants a transaction. */
@ApplicationScoped
public class DatasetStore implements PanacheRepositoryBase<Dataset, UUID> {
  private static final Set<String> SORTABLE = Set.of("name", "version", "createdAt");

  /** A dataset to read; {@link NotFoundException} if there is none. */
  public Dataset require(UUID id) {
    return findByIdOptional(id).orElseThrow(() -> new NotFoundException("dataset", id));
  }

  /**
   * The project's dataset with this id, which nobody can delete before the transaction ends.
   *
   * @throws InvalidRequestException if the project has none
   */
  public Dataset requireShared(UUID projectId, UUID id) {
    return findByIdOptional(id, LockModeType.PESSIMISTIC_READ)
        .filter(dataset -> dataset.projectId().equals(projectId))
        .orElseThrow(
            () ->
                new InvalidRequestException(
                    "datasetId", "there is no dataset " + id + " in this project"));
  }

  /**
   * A dataset by its name, compared without case.
   *
   * @param version null for the newest that there is
   */
  public Optional<Dataset> version(UUID projectId, String name, Integer version) {
    var newestFirst = Sort.descending("version");
    return (version == null
            ? find("projectId = ?1 and nameKey = ?2", newestFirst, projectId, NameKey.of(name))
            : find(
                "projectId = ?1 and nameKey = ?2 and version = ?3",
                newestFirst,
                projectId,
                NameKey.of(name),
                version))
        .firstResultOptional();
  }

  /** The dataset that was uploaded last. */
  public Optional<Dataset> newestOf(UUID projectId) {
    return find("projectId", Sort.descending("createdAt", "id"), projectId).firstResultOptional();
  }

  public long countOf(UUID projectId) {
    return count("projectId", projectId);
  }

  Optional<Dataset> findExclusive(UUID id) {
    return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
  }

  Page<Dataset> list(UUID projectId, Optional<String> name, PageQuery query) {
    var sort = Listing.sort(query, SORTABLE);
    return Listing.page(
        name.isPresent()
            ? find("projectId = ?1 and nameKey = ?2", sort, projectId, NameKey.of(name.get()))
            : find("projectId", sort, projectId),
        query);
  }

  /** Takes the next version of a name; of two at the same time the second waits. */
  int nextVersion(UUID projectId, String name) {
    var next =
        getEntityManager()
            .createNativeQuery(
                """
                INSERT INTO dataset_version (project_id, name_key, last_version)
                VALUES (:project, :name, 1)
                ON CONFLICT (project_id, name_key)
                DO UPDATE SET last_version = dataset_version.last_version + 1
                RETURNING last_version
                """,
                Integer.class)
            .setParameter("project", projectId)
            .setParameter("name", NameKey.of(name))
            .getSingleResult();
    return (Integer) next;
  }
}
