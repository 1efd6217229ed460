package dev.trainyard.template.dataset;

import dev.trainyard.kit.http.UploadRequests;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.regex.Pattern;

/** Archives, parts of archives, and single images. */
@ApplicationScoped
class DatasetUploads implements UploadRequests {
  private static final Pattern ARCHIVE_PATH = Pattern.compile("/api/v1/projects/[^/]+/datasets");

  private static final Pattern ARCHIVE_TYPE =
      Pattern.compile("(?i)application/(zip|gzip|x-gzip)\\s*(;.*)?");

  /** Parts may come without a type, as S3 does not want it. */
  private static final Pattern FILE_PATH =
      Pattern.compile("/api/v1/datasets/[^/]+/(upload/parts/[^/]+|images/[^/]+/[^/]+)");

  @Override
  public boolean isUpload(HttpServerRequest request, String path) {
    if (request.method() == HttpMethod.PUT) {
      return FILE_PATH.matcher(path).matches();
    }
    var type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    return request.method() == HttpMethod.POST
        && type != null
        && ARCHIVE_PATH.matcher(path).matches()
        && ARCHIVE_TYPE.matcher(type.strip()).matches();
  }
}
