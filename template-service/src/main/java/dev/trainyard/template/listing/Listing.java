package dev.trainyard.template.listing;

import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.paging.PageQuery;
import io.quarkus.hibernate.orm.panache.PanacheQuery;
import io.quarkus.panache.common.Sort;
import java.util.Set;

/** Answers a {@link PageQuery} from the database. */
public final class Listing {
  private Listing() {}

  /** The order asked for, newest first by default, and by id among equals. */
  public static Sort sort(PageQuery query, Set<String> sortable) {
    var order = query.order(sortable, "createdAt");
    var direction = order.descending() ? Sort.Direction.Descending : Sort.Direction.Ascending;
    return Sort.by(order.field(), direction).and("id", direction);
  }

  /** The page asked for. */
  public static <E> Page<E> page(PanacheQuery<E> found, PageQuery query) {
    return new Page<>(
        found.page(query.page(), query.size()).list(), query.page(), query.size(), found.count());
  }
}
