package dev.trainyard.kit.persistence;

import dev.trainyard.kit.naming.NameKey;
import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.paging.PageQuery;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A list query whose conditions are known only when the request is. Not thread-safe. */
public final class FilteredList<T> {
  private final Class<T> entity;
  private final List<String> conditions = new ArrayList<>();
  private final Map<String, Object> parameters = new HashMap<>();

  public FilteredList(Class<T> entity) {
    this.entity = entity;
  }

  /** A condition without parameter on the entity {@code e}. */
  public FilteredList<T> where(String condition) {
    conditions.add(condition);
    return this;
  }

  /** A condition with one parameter; left out when {@code value} is null. */
  public FilteredList<T> where(String condition, String parameter, Object value) {
    if (value != null) {
      conditions.add(condition);
      parameters.put(parameter, value);
    }
    return this;
  }

  /** A field that holds {@code part} somewhere, ignoring case; left out when that is null. */
  public FilteredList<T> containing(String keyField, String part) {
    return where(
        "locate(:part, " + keyField + ") > 0", "part", part == null ? null : NameKey.of(part));
  }

  /** Reads one page; entries that compare equal are ordered by id. */
  public Page<T> page(EntityManager entities, PageQuery query, PageQuery.SortOrder order) {
    var from = " from " + entity.getSimpleName() + " e" + (conditions.isEmpty() ? "" : " where ");
    var source = from + String.join(" and ", conditions);
    var direction = order.descending() ? " desc" : " asc";
    var sorting = " order by e." + order.field() + direction + ", e.id" + direction;
    var count = entities.createQuery("select count(e)" + source, Long.class);
    var items = entities.createQuery("select e" + source + sorting, entity);
    bind(count);
    bind(items);
    items.setFirstResult(query.page() * query.size()).setMaxResults(query.size());
    return new Page<>(items.getResultList(), query.page(), query.size(), count.getSingleResult());
  }

  private void bind(Query query) {
    parameters.forEach(query::setParameter);
  }
}
