package dev.trainyard.local.attack;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Requests of the administrator of a tenant who knows the ids of another's things, and asks,
 * changes and deletes as if they were its own.
 *
 * @param ids of the other's things, by the part of the path before them, such as {@code projects}
 * @param token of the administrator
 */
record NeighbourRequests(Map<String, String> ids, String token) {

  /** What an operation does with the other's thing; empty if it is not about one. */
  Optional<HttpRequest> of(Operation operation) {
    var path = operation.path();
    var isOfAnother = false;
    for (var parameter : operation.parameters()) {
      if (parameter.in().equals("path")) {
        var placeholder = "{" + parameter.name() + "}";
        var before = path.substring(0, path.indexOf(placeholder)).split("/");
        var id = ids.get(before[before.length - 1]);
        isOfAnother |= id != null;
        path = path.replace(placeholder, id == null ? UUID.randomUUID().toString() : id);
      }
    }
    return isOfAnother ? Optional.of(request(operation, path)) : Optional.empty();
  }

  private HttpRequest request(Operation operation, String path) {
    var request =
        HttpRequest.newBuilder(URI.create(operation.service() + path))
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", "Bearer " + token)
            .header("If-Match", "\"0\"");
    if (operation.body().isEmpty()) {
      return request.method(operation.method(), BodyPublishers.noBody()).build();
    }
    var body = operation.body().get();
    var text = body.example().map(Object::toString).orElse("some bytes");
    return request
        .header("Content-Type", body.type())
        .method(operation.method(), BodyPublishers.ofString(text))
        .build();
  }

  /**
   * Those that say by themselves that there is no such thing, and not that the request is wrong.
   */
  static boolean isPlain(HttpRequest request) {
    return List.of("GET", "DELETE").contains(request.method());
  }
}
