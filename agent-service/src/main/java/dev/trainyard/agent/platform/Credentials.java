package dev.trainyard.agent.platform;

import dev.trainyard.kit.security.NoTokenException;
import dev.trainyard.kit.security.ServiceToken;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Shows the platform's services, and nobody else, who asks. Thread-safe. */
@ApplicationScoped
public class Credentials {
  private final List<URI> services;
  private final Supplier<String> token;

  @Inject
  Credentials(ServiceAddresses services, ServiceToken token) {
    this(services, token::current);
  }

  /**
   * Those of whom a token is given for each request.
   *
   * @param token throws {@link NoTokenException} if there is none
   */
  public Credentials(ServiceAddresses services, Supplier<String> token) {
    this.services = List.of(services.templateUrl(), services.processUrl(), services.registryUrl());
    this.token = token;
  }

  /**
   * What to show at an address; empty at one that is no service's.
   *
   * @throws IOException if there is nothing to show just now
   */
  Optional<String> of(URI address) throws IOException {
    if (services.stream().noneMatch(service -> isOf(service, address))) {
      return Optional.empty();
    }
    try {
      return Optional.of("Bearer " + token.get());
    } catch (NoTokenException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** The storage may be at the same host and port, behind one gateway. */
  private static boolean isOf(URI service, URI address) {
    var operations = ServiceAddresses.resource(service, "/");
    return operations.getScheme().equals(address.getScheme())
        && operations.getAuthority().equals(address.getAuthority())
        && address.normalize().getPath().startsWith(operations.getPath());
  }
}
