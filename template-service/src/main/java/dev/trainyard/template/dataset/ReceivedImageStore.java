package dev.trainyard.template.dataset;

import dev.trainyard.kit.integrity.ObjectDisposal;
import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.paging.PageQuery;
import dev.trainyard.kit.persistence.FilteredList;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The table of images that came one by one. Every method wants a transaction. */
@ApplicationScoped
class ReceivedImageStore implements PanacheRepositoryBase<ReceivedImage, UUID> {
  private static final Set<String> SORTABLE = Set.of("path", "receivedAt", "sizeBytes");

  private final ObjectDisposal disposal;

  ReceivedImageStore(ObjectDisposal disposal) {
    this.disposal = disposal;
  }

  Optional<ReceivedImage> at(UUID datasetId, ImagePlace place) {
    return find("datasetId = ?1 and path = ?2", datasetId, place.path()).firstResultOptional();
  }

  /** Any one of a dataset's. */
  Optional<ReceivedImage> anyOf(UUID datasetId) {
    return find("datasetId", datasetId).firstResultOptional();
  }

  /** The next ones in the order of their paths' bytes. */
  List<ReceivedImage> after(UUID datasetId, String path, int most) {
    return find("datasetId = ?1 and path > ?2", Sort.by("path"), datasetId, path)
        .page(0, most)
        .list();
  }

  Page<ReceivedImageView> list(UUID datasetId, PageQuery query) {
    return new FilteredList<>(ReceivedImage.class)
        .where("e.datasetId = :dataset", "dataset", datasetId)
        .page(getEntityManager(), query, query.order(SORTABLE, "receivedAt"))
        .map(ReceivedImageView::of);
  }

  /** Forgets an image; its object goes. */
  void remove(ReceivedImage image, Instant now) {
    disposal.note(image.objectKey(), now);
    delete(image);
    // Another one may take its place in the same transaction.
    flush();
  }
}
