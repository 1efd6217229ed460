package dev.trainyard.local.bench.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Stands between clients and the object storage, and counts what the clients get. Thread-safe. */
final class CountingRelay implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final ServerSocket server;
  private final InetSocketAddress target;
  private final AtomicLong received = new AtomicLong();

  CountingRelay(String host, int port) throws IOException {
    this.target = new InetSocketAddress(host, port);
    this.server = new ServerSocket(0, 50, InetAddress.getByName(host));
    start("relay", this::accept);
  }

  URI address() {
    return URI.create(
        "http://" + server.getInetAddress().getHostAddress() + ":" + server.getLocalPort());
  }

  /** Bytes that went from the storage to clients, headers included. */
  long received() {
    return received.get();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void accept() {
    try {
      while (true) {
        var client = server.accept();
        var storage = new Socket(target.getAddress(), target.getPort());
        start("relay-up", () -> copy(client, storage, count -> {}));
        start("relay-down", () -> copy(storage, client, received::addAndGet));
      }
    } catch (IOException e) {
      if (!server.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void copy(Socket from, Socket to, LongConsumer counter) {
    // Whoever ends first ends both.
    try (from;
        to) {
      InputStream input = from.getInputStream();
      OutputStream output = to.getOutputStream();
      var buffer = new byte[BUFFER_BYTES];
      for (var read = input.read(buffer); read >= 0; read = input.read(buffer)) {
        output.write(buffer, 0, read);
        counter.accept(read);
      }
    } catch (IOException e) {
      // One of the two has hung up; closing both tells the other.
    }
  }

  private static void start(String name, Runnable work) {
    var thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }
}
