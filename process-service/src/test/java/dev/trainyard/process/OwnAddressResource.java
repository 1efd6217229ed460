package dev.trainyard.process;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.Map;

/** Has the service know its own address, where it asks for the keys of agents' tokens. */
public final class OwnAddressResource implements QuarkusTestResourceLifecycleManager {
  @Override
  public Map<String, String> start() {
    try (var socket = new ServerSocket(0)) {
      var port = String.valueOf(socket.getLocalPort());
      return Map.of(
          "quarkus.http.test-port",
          port,
          "trainyard.services.process-url",
          "http://localhost:" + port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    // Nothing was begun.
  }
}
