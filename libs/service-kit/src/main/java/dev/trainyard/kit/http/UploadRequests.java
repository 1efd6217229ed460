package dev.trainyard.kit.http;

import io.vertx.core.http.HttpServerRequest;

/** Tells which requests of a service carry a file, whose size the service itself limits. */
@FunctionalInterface
public interface UploadRequests {
  /**
   * @param path without {@code ..} and the like
   */
  boolean isUpload(HttpServerRequest request, String path);
}
