package dev.trainyard.registry;

import dev.trainyard.kit.http.UploadRequests;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Models, base models, and images to try a model on. */
@ApplicationScoped
class RegistryUploads implements UploadRequests {
  private static final Set<String> UPLOAD_PATHS =
      Set.of("/api/v1/base-models", "/api/v1/models/import");

  private static final Set<String> UPLOADS = Set.of("application/zip", "application/octet-stream");

  private static final Pattern PREDICTION_PATH = Pattern.compile("/api/v1/models/[^/]+/predict");

  /** Agents do not say what it is, as S3 does not want it. */
  private static final Pattern RELAY_PATH =
      Pattern.compile("/api/v1/models/[^/]+/upload/(content|parts/[^/]+)");

  @Override
  public boolean isUpload(HttpServerRequest request, String path) {
    if (request.method() == HttpMethod.PUT) {
      return RELAY_PATH.matcher(path).matches();
    }
    var header = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (request.method() != HttpMethod.POST || header == null) {
      return false;
    }
    var type = header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return UPLOAD_PATHS.contains(path) && UPLOADS.contains(type)
        || PREDICTION_PATH.matcher(path).matches() && type.startsWith("image/");
  }
}
