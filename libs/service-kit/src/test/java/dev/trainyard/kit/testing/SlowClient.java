package dev.trainyard.kit.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Begins a download, and reads only when it is told to. */
public final class SlowClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  private final Socket socket = new Socket();
  private final DataInputStream input;

  /**
   * @param address with a query
   * @param authorization what to show; a signed address wants nothing, which is empty
   */
  public SlowClient(URI address, String authorization) throws IOException {
    // So that the sender has to wait.
    socket.setReceiveBufferSize(1 << 14);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.connect(new InetSocketAddress(address.getHost(), address.getPort()));
    input = new DataInputStream(socket.getInputStream());
    var request =
        "GET %s?%s HTTP/1.1\r\nHost: %s\r\n%s\r\n"
            .formatted(
                address.getRawPath(),
                address.getRawQuery(),
                address.getAuthority(),
                authorization.isEmpty() ? "" : "Authorization: " + authorization + "\r\n");
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

  /** All that comes until the service ends the connection. */
  public byte[] readToTheEnd() throws IOException {
    return input.readAllBytes();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
