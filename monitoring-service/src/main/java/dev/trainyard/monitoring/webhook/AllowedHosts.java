package dev.trainyard.monitoring.webhook;

import dev.trainyard.kit.problem.InvalidRequestException;
import dev.trainyard.kit.problem.UnprocessableException;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where events may be posted to. Nowhere, until an operator names hosts: a webhook must not be a
 * way into the network that this service stands in.
 */
@ApplicationScoped
class AllowedHosts {
  private static final Set<String> SCHEMES = Set.of("http", "https");

  private final Set<String> allowed;

  AllowedHosts(WebhookConfig config) {
    allowed =
        config.allowedHosts().stream()
            .flatMap(Set::stream)
            .map(AllowedHosts::normalized)
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether the host of an address is allowed, with its port or with any. */
  boolean allow(URI url) {
    var host = normalized(url.getHost());
    return allowed.contains(host) || allowed.contains(host + ":" + port(url));
  }

  /**
   * The address.
   *
   * @throws InvalidRequestException if it is none that events can be posted to
   * @throws UnprocessableException if its host is not allowed
   */
  URI checked(String text) {
    var url = parsed(text);
    var isUsable =
        url != null
            && url.getHost() != null
            && url.getUserInfo() == null
            && url.getFragment() == null
            && SCHEMES.contains(normalized(url.getScheme()));
    if (!isUsable) {
      throw new InvalidRequestException(
          "url",
          "must be an http or https address without user and fragment, such as"
              + " https://erp.example.org/trainyard");
    }
    if (!allow(url)) {
      throw new UnprocessableException(
          "url",
          "the host %s is not allowed; who runs this installation adds it to trainyard.webhooks.allowed-hosts"
              .formatted(url.getHost()));
    }
    return url;
  }

  private static URI parsed(String text) {
    try {
      return new URI(text.trim());
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private static int port(URI url) {
    if (url.getPort() >= 0) {
      return url.getPort();
    }
    return normalized(url.getScheme()).equals("https") ? 443 : 80;
  }

  private static String normalized(String text) {
    return text == null ? "" : text.trim().toLowerCase(Locale.ROOT);
  }
}
