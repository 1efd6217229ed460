package dev.trainyard.monitoring;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.trainyard.kit.signing.MessageKey;
import dev.trainyard.kit.signing.SigningKey;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the process service answers about agents: all have the same key, and every process runs on
 * {@link Samples#MACHINE}. Of {@link #unknown() ids} that are made to be unknown it knows nothing.
 */
public final class ProcessStandIn implements QuarkusTestResourceLifecycleManager {
  private static final String SIGNING_KEY_PROPERTY = "trainyard.test.agents-signing-key";
  private static final String AWAY_PROPERTY = "trainyard.test.process-service-away";
  private static final String KEY_PROPERTY = "trainyard.test.agents-key";
  private static final String UNKNOWN = "00000000-0000-0000-";
  private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}");

  private HttpServer server;

  /** The id of a machine or a process that does not exist. */
  public static UUID unknown() {
    return new UUID(0, UUID.randomUUID().getLeastSignificantBits());
  }

  /** The secret of all agents. Here and in the service, which has classes of its own. */
  public static MessageKey agentsKey() {
    return MessageKey.parse(System.getProperty(KEY_PROPERTY));
  }

  /** The key with which all agents sign. */
  public static SigningKey signingKey() {
    return SigningKey.parse(System.getProperty(SIGNING_KEY_PROPERTY));
  }

  /** From now on it answers, or not, as a gateway does behind which nobody is. */
  public static void away(boolean isAway) {
    System.setProperty(AWAY_PROPERTY, String.valueOf(isAway));
  }

  @Override
  public Map<String, String> start() {
    System.setProperty(SIGNING_KEY_PROPERTY, SigningKey.fresh().secret());
    away(false);
    System.setProperty(KEY_PROPERTY, MessageKey.fresh().text());
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var open = signingKey().open().text();
    var secret = agentsKey().text();
    server.createContext(
        "/api/v1/machines/keys", exchange -> answer(exchange, 200, keys(exchange, open, secret)));
    server.createContext("/api/v1/processes/", ProcessStandIn::process);
    server.start();
    return Map.of(
        "quarkus.rest-client.process-service.url",
        "http://127.0.0.1:" + server.getAddress().getPort());
  }

  private static String keys(HttpExchange exchange, String open, String secret) {
    return ID.matcher(exchange.getRequestURI().getQuery())
        .results()
        .map(found -> found.group())
        .filter(id -> !id.startsWith(UNKNOWN))
        .map(
            id ->
                "{\"machineId\": \"%s\", \"publicKey\": \"%s\", \"messageKey\": \"%s\"}"
                    .formatted(id, open, secret))
        .collect(Collectors.joining(",", "{\"items\": [", "]}"));
  }

  private static void process(HttpExchange exchange) throws IOException {
    if (exchange.getRequestURI().getPath().contains(UNKNOWN)) {
      answer(exchange, 404, "application/problem+json", "{}");
    } else {
      answer(exchange, 200, "{\"machine\": {\"id\": \"%s\"}}".formatted(Samples.MACHINE));
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    answer(exchange, status, "application/json", body);
  }

  private static void answer(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    var isAway = Boolean.getBoolean(AWAY_PROPERTY);
    var bytes = (isAway ? "<html>nobody is there</html>" : body).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", isAway ? "text/html" : type);
    exchange.sendResponseHeaders(isAway ? 404 : status, bytes.length);
    try (exchange) {
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void stop() {
    server.stop(0);
  }
}
