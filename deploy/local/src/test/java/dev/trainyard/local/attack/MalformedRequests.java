package dev.trainyard.local.attack;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is no proper HTTP, so that no client library sends it. */
final class MalformedRequests {
  private static final String CLOSE = "Host: trainyard\r\nConnection: close\r\n";
  private static final String POST = "POST /api/v1/projects HTTP/1.1\r\n" + CLOSE;
  private static final String JSON = "Content-Type: application/json\r\n";

  static final List<String> ALL =
      List.of(
          "\r\n\r\n\r\nnothing\r\n\r\n",
          "GET\r\n\r\n",
          "GET /api/v1/projects HTTP/9.9\r\n" + CLOSE + "\r\n",
          "GET /api/v1/projects HTTP/1.1\r\nConnection: close\r\n\r\n",
          "GET /%zz HTTP/1.1\r\n" + CLOSE + "\r\n",
          "GET /api/v1/projects?name=%ff%fe HTTP/1.1\r\n" + CLOSE + "\r\n",
          "GET /api/v1/projects?page=%zz HTTP/1.1\r\n" + CLOSE + "\r\n",
          "GET /api/v1/../../../etc/passwd HTTP/1.1\r\n" + CLOSE + "\r\n",
          "GET //api//v1//projects HTTP/1.1\r\n" + CLOSE + "\r\n",
          "GET http://169.254.169.254/latest HTTP/1.1\r\n" + CLOSE + "\r\n",
          "CONNECT 127.0.0.1:22 HTTP/1.1\r\n" + CLOSE + "\r\n",
          "TRACE /api/v1/projects HTTP/1.1\r\n" + CLOSE + "\r\n",
          "DROP /api/v1/projects HTTP/1.1\r\n" + CLOSE + "\r\n",
          "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
          "GET /" + "a".repeat(100_000) + " HTTP/1.1\r\n" + CLOSE + "\r\n",
          "GET / HTTP/1.1\r\n" + CLOSE + "X: " + "a".repeat(100_000) + "\r\n\r\n",
          "GET / HTTP/1.1\r\n" + CLOSE + "X: a\r\n".repeat(10_000) + "\r\n",
          "GET / HTTP/1.1\r\n" + CLOSE + "no colon\r\n\r\n",
          "GET / HTTP/1.1\r\n" + CLOSE + "X : a\r\n folded\r\n\r\n",
          "GET / HTTP/1.1\r\n" + CLOSE + "X: a\u0000b\r\n\r\n",
          POST + JSON + "Content-Length: -1\r\n\r\n{}",
          POST + JSON + "Content-Length: two\r\n\r\n{}",
          POST + JSON + "Content-Length: 99999999999999999999\r\n\r\n{}",
          POST + JSON + "Content-Length: 2\r\nContent-Length: 9\r\n\r\n{}",
          POST + JSON + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
          POST + JSON + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
          POST + JSON + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}\r\n",
          POST + JSON + "Transfer-Encoding: gzip, identity\r\n\r\n{}\r\n",
          POST + JSON + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
          POST + "Content-Type: \u0001\r\nContent-Length: 2\r\n\r\n{}",
          POST + JSON + "Expect: anything\r\nContent-Length: 2\r\n\r\n{}");

  /** 501 is for a version of HTTP that is not spoken; some of the answers repeat that version. */
  private static final Pattern ANSWER = Pattern.compile("HTTP/\\d\\.\\d ([234]|501)");

  private MalformedRequests() {}

  /** What is wrong with the answer to one; nothing if it is refused, or the connection ended. */
  static Optional<String> send(URI service, String request) throws IOException {
    try (var socket = new Socket(service.getHost(), service.getPort())) {
      socket.setSoTimeout((int) Attack.LIMIT.toMillis());
      try {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return answer.isEmpty() || ANSWER.matcher(answer).lookingAt()
            ? Optional.empty()
            : Optional.of(answer);
      } catch (SocketTimeoutException e) {
        return Optional.of("no answer");
      } catch (IOException e) {
        // Reset before all was sent.
        return Optional.empty();
      }
    }
  }
}
