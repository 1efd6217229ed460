package dev.trainyard.registry.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;

/** Begins a download, and reads only when it is told to. */
public final class SlowClient implements AutoCloseable {
  private final Socket socket;
  private final DataInputStream input;

  /**
   * @param path below {@code /api/v1}
   */
  public SlowClient(URL service, String path) throws IOException {
    socket = new Socket(service.getHost(), service.getPort());
    input = new DataInputStream(socket.getInputStream());
    var request =
        "GET /api/v1%s HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(path, service.getAuthority());
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
  }

  public void readHead() throws IOException {
    var head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
      head.write(input.readByte());
    }
    assertThat(head.toString(StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 200");
  }

  public byte[] readBody(int bytes) throws IOException {
    var body = new byte[bytes];
    input.readFully(body);
    return body;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
