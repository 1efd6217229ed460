package dev.trainyard.kit.integrity;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A file that a row of the service's database needs.
 *
 * @param kind what the row is, in lower case: {@code model}
 * @param id the row's id
 * @param key the file's name in its bucket
 * @param sizeBytes the size that it must have
 * @param sha256 the digest that it must have, lower-case hex
 * @param storedAt when it was checked and stored
 */
public record OwnedFile(
    String kind, UUID id, String key, long sizeBytes, String sha256, Instant storedAt) {

  /**
   * What a native query finds; each of its rows has all of a file, in this order.
   *
   * @param parameters of the query, numbered from 1
   */
  public static List<OwnedFile> list(EntityManager entities, String query, Object... parameters) {
    var search = entities.createNativeQuery(query, Tuple.class);
    for (var index = 0; index < parameters.length; index++) {
      search.setParameter(index + 1, parameters[index]);
    }
    Stream<?> rows = search.getResultStream();
    return rows.map(row -> of((Tuple) row)).toList();
  }

  private static OwnedFile of(Tuple row) {
    return new OwnedFile(
        row.get(0, String.class),
        row.get(1, UUID.class),
        row.get(2, String.class),
        row.get(3, Number.class).longValue(),
        row.get(4, String.class),
        row.get(5, Instant.class));
  }
}
