package dev.trainyard.kit.storage;

import dev.trainyard.kit.lifecycle.Awaited;
import dev.trainyard.kit.lifecycle.Waiting;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Looks at the start whether the S3 server is there, in services that own files. */
@ApplicationScoped
@IfBuildProperty(name = "trainyard.integrity.enabled", stringValue = "true")
class StorageArrival implements Awaited {
  private static final Logger LOG = Logger.getLogger(StorageArrival.class);
  private static final long RETRY_MILLIS = 2_000;
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
  private static final int FIRST_SERVER_ERROR = 500;

  private final URI endpoint;
  private final Waiting waiting;
  private volatile boolean done;
  private volatile Thread worker;

  StorageArrival(StorageConfig config) {
    this.endpoint = URI.create(ObjectStorage.required(config.endpoint(), "endpoint"));
    this.waiting = new Waiting(LOG, "the object storage at " + endpoint);
  }

  @Override
  public String name() {
    return "storage";
  }

  @Override
  public Optional<String> missing() {
    return done ? Optional.empty() : Optional.of(waiting.reason().orElse("not asked yet"));
  }

  void onStart(@Observes StartupEvent event) {
    worker = new Thread(this::lookUntilDone, "storage-arrival");
    worker.setDaemon(true);
    worker.start();
  }

  void onStop(@Observes ShutdownEvent event) {
    if (worker != null) {
      worker.interrupt();
    }
  }

  private void lookUntilDone() {
    var client = HttpClient.newBuilder().connectTimeout(ANSWER_WITHIN).build();
    var question = HttpRequest.newBuilder(endpoint).timeout(ANSWER_WITHIN).build();
    try {
      while (!done) {
        try {
          // Any answer will do: a server that works refuses a request without a signature.
          var status = client.send(question, BodyHandlers.discarding()).statusCode();
          done = status < FIRST_SERVER_ERROR;
          if (done) {
            waiting.over();
          } else {
            waiting.on("it answers with status " + status);
          }
        } catch (IOException e) {
          waiting.on("it does not answer");
        }
        if (!done) {
          Thread.sleep(RETRY_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
