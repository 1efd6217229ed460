package dev.trainyard.agent.harness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.trainyard.weights.FileDigest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers every request with the same content, whole or not. */
public final class FakeStorage implements AutoCloseable {
  private final HttpServer server;
  private final byte[] content;
  private final long announcedBytes;
  private final AtomicInteger downloads = new AtomicInteger();

  private FakeStorage(byte[] content, long announcedBytes) {
    this.content = content;
    this.announcedBytes = announcedBytes;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::answer);
    server.start();
  }

  /** With this content. */
  public static FakeStorage of(byte[] content) {
    return new FakeStorage(content, content.length);
  }

  /** With more than any disk holds. */
  public static FakeStorage tooLarge() {
    return new FakeStorage(new byte[10], Long.MAX_VALUE);
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** SHA-256 of the content, in hexadecimal. */
  public String digest() {
    try {
      return FileDigest.copy(
              new ByteArrayInputStream(content), OutputStream.nullOutputStream(), Long.MAX_VALUE)
          .sha256();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How often it was asked. */
  public int downloads() {
    return downloads.get();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    downloads.incrementAndGet();
    exchange.sendResponseHeaders(200, announcedBytes);
    exchange.getResponseBody().write(content);
    exchange.getResponseBody().flush();
    if (announcedBytes == content.length) {
      exchange.close();
    }
  }
}
