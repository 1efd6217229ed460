package dev.trainyard.bench.platform;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A connection to a service that stays open, one request at a time: a client that costs next to
 * nothing, since it shares the machine with what it measures. Not thread-safe.
 */
final class Connection implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Socket socket;
  private final OutputStream out;
  private final InputStream in;
  private final String headers;
  private byte[] buffer = new byte[BUFFER_BYTES];
  private int filled;

  /**
   * @param bearer what the Authorization header says
   */
  Connection(URI address, String bearer) throws IOException {
    socket = new Socket(address.getHost(), address.getPort());
    socket.setTcpNoDelay(true);
    out = socket.getOutputStream();
    in = socket.getInputStream();
    headers =
        " HTTP/1.1\r\nHost: %s:%d\r\nAuthorization: %s\r\nAccept: application/json\r\n"
            .formatted(address.getHost(), address.getPort(), bearer);
  }

  Answer send(Request request) throws IOException {
    write(request);
    filled = 0;
    var end = readHead();
    var head = new String(buffer, 0, end, StandardCharsets.ISO_8859_1);
    var status = Integer.parseInt(head.substring(9, 12));
    return new Answer(status, header(head, "etag: "), body(head, end));
  }

  private void write(Request request) throws IOException {
    var head = new StringBuilder(1024);
    head.append(request.method()).append(' ').append(request.path()).append(headers);
    if (request.ifMatch() != null) {
      head.append("If-Match: ").append(request.ifMatch()).append("\r\n");
    }
    var body = new byte[0];
    if (request.body() != null) {
      body = request.body().getBytes(StandardCharsets.UTF_8);
      head.append("Content-Type: application/json\r\n");
    }
    if (!request.method().equals("GET")) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    var message = new ByteArrayOutputStream(head.length() + 2 + body.length);
    message.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    message.writeBytes(body);
    message.writeTo(out);
  }

  /** Reads on until the head is there; where it ends. */
  private int readHead() throws IOException {
    for (var from = 0; ; from = Math.max(0, filled - 3)) {
      fill();
      for (var i = from; i + 3 < filled; i++) {
        if (buffer[i] == '\r'
            && buffer[i + 1] == '\n'
            && buffer[i + 2] == '\r'
            && buffer[i + 3] == '\n') {
          return i + 4;
        }
      }
    }
  }

  private byte[] body(String head, int begin) throws IOException {
    var length = header(head, "content-length: ");
    if (length != null) {
      var end = begin + Integer.parseInt(length);
      fillTo(end);
      return Arrays.copyOfRange(buffer, begin, end);
    }
    return header(head, "transfer-encoding: ") == null ? new byte[0] : chunks(begin);
  }

  /** A body that comes in pieces, each behind its size; the last one has none. */
  private byte[] chunks(int begin) throws IOException {
    var body = new ByteArrayOutputStream(BUFFER_BYTES);
    var position = begin;
    while (true) {
      var line = endOfLine(position);
      var size =
          Integer.parseInt(
              new String(buffer, position, line - position, StandardCharsets.ISO_8859_1), 16);
      var chunk = line + 2;
      fillTo(chunk + size + 2);
      if (size == 0) {
        return body.toByteArray();
      }
      body.write(buffer, chunk, size);
      position = chunk + size + 2;
    }
  }

  private int endOfLine(int begin) throws IOException {
    for (var i = begin; ; i++) {
      fillTo(i + 2);
      if (buffer[i] == '\r' && buffer[i + 1] == '\n') {
        return i;
      }
    }
  }

  private void fillTo(int end) throws IOException {
    while (filled < end) {
      fill();
    }
  }

  private void fill() throws IOException {
    if (filled == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * filled);
    }
    var read = in.read(buffer, filled, buffer.length - filled);
    if (read < 0) {
      throw new EOFException("the service closed the connection");
    }
    filled += read;
  }

  private static String header(String head, String name) {
    for (var line = head.indexOf("\r\n"); line >= 0; line = head.indexOf("\r\n", line + 2)) {
      if (head.regionMatches(true, line + 2, name, 0, name.length())) {
        var end = head.indexOf("\r\n", line + 2);
        return head.substring(line + 2 + name.length(), end).trim();
      }
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
