package dev.trainyard.registry.model;

import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.paging.PageQuery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Set;

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
    var found = filter.models().page(entities, page, page.order(SORTABLE, "createdAt"));
    return new Page<>(views(found.items()), found.page(), found.size(), found.total());
  }

  private List<ModelView> views(List<ListedModel> models) {
    var found = aliases.of(models.stream().map(model -> model.id).toList());
    return models.stream()
        .map(model -> ModelView.listed(model, found.getOrDefault(model.id, List.of())))
        .toList();
  }
}
