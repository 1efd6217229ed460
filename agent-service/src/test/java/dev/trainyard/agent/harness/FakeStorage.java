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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers every request with the same content, whole or not. */
public final class FakeStorage implements AutoCloseable {
  private final HttpServer server;
  private final byte[] content;
  private final long announcedBytes;
  private final int bytesAtATime;
  private final AtomicInteger downloads = new AtomicInteger();
  private final List<String> ranges = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private URI elsewhere;

  private FakeStorage(byte[] content, long announcedBytes, int bytesAtATime) {
    this.content = content;
    this.announcedBytes = announcedBytes;
    this.bytesAtATime = bytesAtATime;
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
    return new FakeStorage(content, content.length, Integer.MAX_VALUE);
  }

  /** With this content, of which each answer holds so many bytes before it breaks off. */
  public static FakeStorage breaking(byte[] content, int bytesAtATime) {
    return new FakeStorage(content, content.length, bytesAtATime);
  }

  /** With more than any disk holds. */
  public static FakeStorage tooLarge() {
    return new FakeStorage(new byte[10], Long.MAX_VALUE, Integer.MAX_VALUE);
  }

  /** A service that sends everybody to another address. */
  public static FakeStorage elsewhere(URI address) {
    var service = of(new byte[0]);
    service.elsewhere = address;
    return service;
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

  /** The parts that were asked for, as {@code Range} says it. */
  public List<String> ranges() {
    return List.copyOf(ranges);
  }

  /** What was shown with each request, or {@code none}. */
  public List<String> authorizations() {
    return List.copyOf(authorizations);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    downloads.incrementAndGet();
    authorizations.add(
        String.valueOf(
            exchange.getRequestHeaders().getOrDefault("Authorization", List.of("none")).get(0)));
    if (elsewhere != null) {
      exchange.getResponseHeaders().add("Location", elsewhere.toString());
      exchange.sendResponseHeaders(307, -1);
      exchange.close();
      return;
    }
    var range = exchange.getRequestHeaders().getFirst("Range");
    if (range != null) {
      ranges.add(range);
    }
    var first = range == null ? 0 : Integer.parseInt(range.replaceAll("[^0-9]", ""));
    if (first > 0 && first >= content.length) {
      exchange.sendResponseHeaders(416, -1);
      return;
    }
    if (first > 0) {
      exchange
          .getResponseHeaders()
          .add(
              "Content-Range",
              "bytes %d-%d/%d".formatted(first, content.length - 1, content.length));
    }
    exchange.sendResponseHeaders(first > 0 ? 206 : 200, announcedBytes - first);
    var sent = Math.min(content.length - first, bytesAtATime);
    exchange.getResponseBody().write(content, first, sent);
    exchange.getResponseBody().flush();
    if (announcedBytes == content.length) {
      exchange.close();
    }
  }
}
