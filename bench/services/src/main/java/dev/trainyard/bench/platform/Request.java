package dev.trainyard.bench.platform;

/**
 * A request to a service.
 *
 * @param ifMatch the ETag that the resource must have; null if any will do
 * @param body JSON; null for none
 */
record Request(String method, String path, String ifMatch, String body) {
  static Request get(String path) {
    return new Request("GET", path, null, null);
  }

  static Request post(String path, String body) {
    return new Request("POST", path, null, body);
  }

  static Request put(String path, String ifMatch, String body) {
    return new Request("PUT", path, ifMatch, body);
  }

  static Request delete(String path) {
    return new Request("DELETE", path, null, null);
  }
}
