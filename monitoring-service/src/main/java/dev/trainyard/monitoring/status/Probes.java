package dev.trainyard.monitoring.status;

import dev.trainyard.kit.problem.DependencyUnavailableException;
import dev.trainyard.kit.settings.ServiceAddresses;
import dev.trainyard.monitoring.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the probes of this installation. */
@ApplicationScoped
class Probes {
  static final String DATABASE = "postgresql";
  static final String BROKER = "kafka";

  private static final int FIRST_SERVER_ERROR = 500;

  @Produces
  @ApplicationScoped
  List<Probe> all(
      Database database,
      KafkaBroker broker,
      ServiceAddresses services,
      StatusConfig config,
      @ConfigProperty(name = "trainyard.storage.endpoint") Optional<URI> storage) {
    var client = HttpClient.newBuilder().connectTimeout(config.timeout()).build();
    var probes = new ArrayList<Probe>();
    probes.add(
        new ServiceProbe(client, "template-service", services.templateUrl(), config.timeout()));
    probes.add(
        new ServiceProbe(client, "process-service", services.processUrl(), config.timeout()));
    probes.add(
        new ServiceProbe(
            client, "model-registry-service", services.registryUrl(), config.timeout()));
    probes.add(new Backend(DATABASE, () -> askDatabase(database)));
    probes.add(new Backend(BROKER, () -> broker.ask(config.timeout())));
    storage.ifPresent(
        endpoint ->
            probes.add(new Backend("s3", () -> askStorage(client, endpoint, config.timeout()))));
    return List.copyOf(probes);
  }

  private static void askDatabase(Database database) {
    try {
      database.first("SELECT 1", row -> 1);
    } catch (DependencyUnavailableException e) {
      throw new PartDownException("does not answer", e);
    }
  }

  /** Any answer will do: a server that works refuses a request without a signature. */
  private static void askStorage(HttpClient client, URI endpoint, Duration timeout)
      throws InterruptedException {
    try {
      var answer =
          client.send(
              HttpRequest.newBuilder(endpoint).timeout(timeout).build(),
              HttpResponse.BodyHandlers.discarding());
      if (answer.statusCode() >= FIRST_SERVER_ERROR) {
        throw new PartDownException("answers with status " + answer.statusCode());
      }
    } catch (IOException e) {
      throw new PartDownException("does not answer at " + endpoint, e);
    }
  }

  /** Asks a backend. */
  @FunctionalInterface
  private interface Question {
    void ask() throws InterruptedException;
  }

  private record Backend(String name, Question question) implements Probe {
    @Override
    public Kind kind() {
      return Kind.BACKEND;
    }

    @Override
    public void ask() throws InterruptedException {
      question.ask();
    }
  }
}
