package dev.trainyard.registry.basemodel;

import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.paging.PageQuery;
import dev.trainyard.kit.problem.NotFoundException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The base models there are. Thread-safe. */
@ApplicationScoped
class BaseModelService {
  private static final Set<String> SORTABLE = Set.of("createdAt", "name");
  private static final String FROM =
      "from BaseModel m where :name is null or lower(m.name) = lower(:name)";

  private final EntityManager entities;

  BaseModelService(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * @param name the whole name, in any case; empty for all
   */
  @Transactional
  Page<BaseModelView> list(Optional<String> name, PageQuery page) {
    var order = page.order(SORTABLE, "createdAt");
    var sort = " order by m." + order.field() + (order.descending() ? " desc" : " asc") + ", m.id";
    var models =
        entities
            .createQuery("select m " + FROM + sort, BaseModel.class)
            .setParameter("name", name.orElse(null))
            .setFirstResult(page.page() * page.size())
            .setMaxResults(page.size())
            .getResultStream()
            .map(BaseModelView::of)
            .toList();
    var total =
        entities
            .createQuery("select count(m) " + FROM, Long.class)
            .setParameter("name", name.orElse(null))
            .getSingleResult();
    return new Page<>(models, page.page(), page.size(), total);
  }

  /**
   * @throws NotFoundException if there is none
   */
  @Transactional
  BaseModelView get(UUID id) {
    var model = entities.find(BaseModel.class, id);
    if (model == null) {
      throw new NotFoundException("base model", id);
    }
    return BaseModelView.of(model);
  }
}
