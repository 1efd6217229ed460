package dev.trainyard.backends.child;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports for servers that must be told one before they start. */
final class FreePort {

  private FreePort() {}

  /** The port itself, or a free one for 0. */
  static int orElse(int port, String host) throws IOException {
    if (port != 0) {
      return port;
    }
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
      return socket.getLocalPort();
    }
  }
}
