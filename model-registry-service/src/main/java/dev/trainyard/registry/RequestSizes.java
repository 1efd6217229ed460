package dev.trainyard.registry;

import dev.trainyard.kit.problem.Problem;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Holds every body but an uploaded model, base model or image to 1 MiB. Quarkus has one limit for
 * all paths, which uploads need to be high; they have a limit of their own.
 */
@ApplicationScoped
class RequestSizes {
  private static final long MAX_BYTES = 1L << 20;

  private static final Set<String> UPLOAD_PATHS =
      Set.of("/api/v1/base-models", "/api/v1/models/import");

  private static final Set<String> UPLOADS = Set.of("application/zip", "application/octet-stream");

  private static final Pattern PREDICTION_PATH = Pattern.compile("/api/v1/models/[^/]+/predict");

  /** Agents do not say what it is, as S3 does not want it. */
  private static final Pattern RELAY_PATH =
      Pattern.compile("/api/v1/models/[^/]+/upload/(content|parts/[^/]+)");

  /** After Quarkus has set its own limit, before any resource. */
  private static final int PRIORITY = 1;

  void register(@Observes Filters filters) {
    filters.register(RequestSizes::limit, PRIORITY);
  }

  private static void limit(RoutingContext request) {
    if (isUpload(request)) {
      request.next();
    } else if (announcedBytes(request) > MAX_BYTES) {
      refuse(request);
    } else {
      request.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, MAX_BYTES);
      request.next();
    }
  }

  private static boolean isUpload(RoutingContext request) {
    if (request.request().method() == HttpMethod.PUT) {
      return RELAY_PATH.matcher(request.normalizedPath()).matches();
    }
    var header = request.request().getHeader(HttpHeaders.CONTENT_TYPE);
    if (request.request().method() != HttpMethod.POST || header == null) {
      return false;
    }
    var type = header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return UPLOAD_PATHS.contains(request.normalizedPath()) && UPLOADS.contains(type)
        || PREDICTION_PATH.matcher(request.normalizedPath()).matches() && type.startsWith("image/");
  }

  private static long announcedBytes(RoutingContext request) {
    var length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    return length == null ? -1 : Long.parseLong(length);
  }

  private static void refuse(RoutingContext request) {
    request
        .response()
        .setStatusCode(413)
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
        // The rest of the body is not read.
        .putHeader(HttpHeaders.CONNECTION, "close")
        .end(
            new JsonObject()
                .put("type", "urn:trainyard:problem:payload-too-large")
                .put("title", "Payload too large")
                .put("status", 413)
                .put("detail", "A request may have at most " + MAX_BYTES + " bytes.")
                .put("instance", request.normalizedPath())
                .put("limitBytes", MAX_BYTES)
                .encode());
  }
}
