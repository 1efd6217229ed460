package dev.trainyard.agent.platform;

import dev.trainyard.kit.settings.ServiceAddresses;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Shows the platform's services, and nobody else, who asks. Thread-safe. */
@ApplicationScoped
public class Credentials {
  private final List<URI> services;
  private final TokenSource token;

  public Credentials(ServiceAddresses services, TokenSource token) {
    this.services = List.of(services.templateUrl(), services.processUrl(), services.registryUrl());
    this.token = token;
  }

  /**
   * What to show at an address; empty at one that is no service's.
   *
   * @throws IOException if there is nothing to show just now
   */
  Optional<String> of(URI address) throws IOException, InterruptedException {
    if (services.stream().noneMatch(service -> isOf(service, address))) {
      return Optional.empty();
    }
    return Optional.of("Bearer " + token.current());
  }

  /** What was shown is not believed any more, or another run is to be done. */
  public void renew() {
    token.forget();
  }

  /** The storage may be at the same host and port, behind one gateway. */
  private static boolean isOf(URI service, URI address) {
    var operations = ServiceAddresses.resource(service, "/");
    return operations.getScheme().equals(address.getScheme())
        && operations.getAuthority().equals(address.getAuthority())
        && address.normalize().getPath().startsWith(operations.getPath());
  }
}
