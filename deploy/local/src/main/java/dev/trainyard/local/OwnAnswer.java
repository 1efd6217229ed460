package dev.trainyard.local;

import dev.trainyard.contracts.http.AnswerHeaders;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;
import java.util.Locale;

/**
 * What the gateway says itself, as services would.
 *
 * @param status of HTTP
 * @param type the media type
 * @param body as JSON
 */
record OwnAnswer(int status, String type, JsonObject body) {

  /** The gateway works. */
  static OwnAnswer up() {
    return new OwnAnswer(200, "application/json", new JsonObject().put("status", "UP"));
  }

  /** An error in words (RFC 9457). */
  static OwnAnswer problem(int status, String title, String detail) {
    var type = "urn:trainyard:problem:" + title.toLowerCase(Locale.ROOT).replace(' ', '-');
    return new OwnAnswer(
        status,
        "application/problem+json",
        new JsonObject()
            .put("type", type)
            .put("title", title)
            .put("status", status)
            .put("detail", detail));
  }

  /** Answers a request that reaches no service. */
  void send(HttpServerRequest request) {
    var response = request.response().setStatusCode(status);
    addHeaders(response.headers(), request.path());
    response.end(body.encode());
  }

  /** Answers in the place of a service. */
  ProxyResponse in(ProxyRequest request) {
    var response = request.release().response().setStatusCode(status);
    addHeaders(response.headers(), request.proxiedRequest().path());
    return response.setBody(Body.body(Buffer.buffer(body.encode())));
  }

  private void addHeaders(MultiMap headers, String path) {
    headers.set("Content-Type", type);
    AnswerHeaders.FIXED.forEach(headers::set);
    AnswerHeaders.unlessSaid(path).forEach(headers::set);
  }
}
