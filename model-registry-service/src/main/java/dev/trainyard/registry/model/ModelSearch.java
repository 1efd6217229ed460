package dev.trainyard.registry.model;

import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.paging.PageQuery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Lists models. Thread-safe. */
@ApplicationScoped
class ModelSearch {
  private static final Set<String> SORTABLE = Set.of("createdAt", "readyAt", "name", "version");

  private final EntityManager entities;
  private final ModelAliases aliases;

  ModelSearch(EntityManager entities, ModelAliases aliases) {
    this.entities = entities;
    this.aliases = aliases;
  }

  @Transactional
  Page<ModelView> list(ModelFilter filter, PageQuery page) {
    var order = page.order(SORTABLE, "createdAt");
    var conditions = filter.conditions();
    var from =
        IntStream.range(0, conditions.size())
            .mapToObj(index -> conditions.get(index).clause().formatted("?" + (index + 1)))
            .collect(Collectors.joining(" and ", "from Model m where ", ""));
    var select =
        entities.createQuery(
            "select m %s order by m.%s %s, m.id"
                .formatted(from, order.field(), order.descending() ? "desc" : "asc"),
            Model.class);
    var count = entities.createQuery("select count(m) " + from, Long.class);
    for (var index = 0; index < conditions.size(); index++) {
      select.setParameter(index + 1, conditions.get(index).value());
      count.setParameter(index + 1, conditions.get(index).value());
    }
    var models =
        select.setFirstResult(page.page() * page.size()).setMaxResults(page.size()).getResultList();
    return new Page<>(views(models), page.page(), page.size(), count.getSingleResult());
  }

  private List<ModelView> views(List<Model> models) {
    var found = aliases.of(models.stream().map(model -> model.id).toList());
    return models.stream()
        .map(model -> ModelView.of(model, found.getOrDefault(model.id, List.of())))
        .map(ModelView::withoutConfig)
        .toList();
  }
}
