package dev.trainyard.template.template;

import dev.trainyard.kit.naming.NameKey;
import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.paging.PageQuery;
import dev.trainyard.kit.problem.NotFoundException;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The template table. Every method wants a transaction. */
@ApplicationScoped
public class TemplateStore implements PanacheRepositoryBase<Template, UUID> {
  private static final Set<String> SORTABLE = Set.of("name", "createdAt", "updatedAt");

  public long countOf(UUID projectId) {
    return count("projectId", projectId);
  }

  public Optional<Template> firstWithDataset(UUID datasetId) {
    return find("datasetId", datasetId).firstResultOptional();
  }

  /** The templates that name a dataset, newest first. */
  public List<UUID> idsWithDataset(UUID datasetId, int most) {
    return getEntityManager()
        .createQuery(
            "SELECT t.id FROM Template t WHERE t.datasetId = :dataset ORDER BY t.id DESC",
            UUID.class)
        .setParameter("dataset", datasetId)
        .setMaxResults(most)
        .getResultList();
  }

  /** A template to read; {@link NotFoundException} if there is none. */
  Template require(UUID id) {
    return findByIdOptional(id).orElseThrow(() -> new NotFoundException("template", id));
  }

  /** The project of a template, without loading it; {@link NotFoundException} if none. */
  UUID requireProjectId(UUID id) {
    return getEntityManager()
        .createQuery("SELECT t.projectId FROM Template t WHERE t.id = :id", UUID.class)
        .setParameter("id", id)
        .getResultStream()
        .findFirst()
        .orElseThrow(() -> new NotFoundException("template", id));
  }

  /** A template that no other transaction can change; {@link NotFoundException} if none. */
  Template requireExclusive(UUID id) {
    return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE)
        .orElseThrow(() -> new NotFoundException("template", id));
  }

  Optional<Template> withName(UUID projectId, String name) {
    return find("projectId = ?1 and nameKey = ?2", projectId, NameKey.of(name))
        .firstResultOptional();
  }

  /**
   * @param projectId only this project's; all if null
   */
  Page<Template> list(UUID projectId, TemplateFilter filter, PageQuery query) {
    return filter
        .templates()
        .where("e.projectId = :project", "project", projectId)
        .page(getEntityManager(), query, query.order(SORTABLE, "createdAt"));
  }
}
