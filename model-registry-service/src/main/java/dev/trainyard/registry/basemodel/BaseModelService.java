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
    var from = "from BaseModel m" + (name.isPresent() ? " where lower(m.name) = lower(:name)" : "");
    var sort = " order by m." + order.field() + (order.descending() ? " desc" : " asc") + ", m.id";
    var select = entities.createQuery("select m " + from + sort, BaseModel.class);
    var count = entities.createQuery("select count(m) " + from, Long.class);
    name.ifPresent(
        value -> {
          select.setParameter("name", value);
          count.setParameter("name", value);
        });
    var models =
        select
            .setFirstResult(page.page() * page.size())
            .setMaxResults(page.size())
            .getResultStream()
            .map(BaseModelView::of)
            .toList();
    return new Page<>(models, page.page(), page.size(), count.getSingleResult());
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
