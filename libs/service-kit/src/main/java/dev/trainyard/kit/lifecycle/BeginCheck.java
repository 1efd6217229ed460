package dev.trainyard.kit.lifecycle;

import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Says which backends the service still waits for after its start. Once all were there it is
 * content for good: whether one that went away again is needed to serve is for other checks to say.
 */
@Readiness
@ApplicationScoped
class BeginCheck implements HealthCheck {
  private final List<Awaited> backends;

  BeginCheck(@All List<Awaited> backends) {
    this.backends = List.copyOf(backends);
  }

  @Override
  public HealthCheckResponse call() {
    var answer = HealthCheckResponse.named("Backends at the start").up();
    for (var backend : backends) {
      var missing = backend.missing();
      answer.withData(backend.name(), missing.map(why -> "missing: " + why).orElse("was there"));
      if (missing.isPresent()) {
        answer.down();
      }
    }
    return answer.build();
  }
}
