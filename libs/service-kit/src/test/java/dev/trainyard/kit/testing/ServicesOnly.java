package dev.trainyard.kit.testing;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Has a played service refuse who does not show a token of a service, as the real one does. */
public final class ServicesOnly extends Filter {
  @Override
  public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
    var shown = exchange.getRequestHeaders().getFirst("Authorization");
    if (shown != null && isOfService(shown)) {
      chain.doFilter(exchange);
    } else {
      exchange.sendResponseHeaders(401, -1);
      exchange.close();
    }
  }

  private static boolean isOfService(String shown) {
    var parts = shown.split("\\.", -1);
    return shown.startsWith("Bearer ")
        && parts.length == 3
        && new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
            .contains("\"groups\":[\"service\"]");
  }

  @Override
  public String description() {
    return "Lets services in alone";
  }
}
