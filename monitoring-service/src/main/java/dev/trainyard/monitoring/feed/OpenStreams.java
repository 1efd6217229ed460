package dev.trainyard.monitoring.feed;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The streams that clients have open. They end when the service begins to stop, which clients take
 * for a reason to come again, to a replica that stays. Thread-safe.
 */
@ApplicationScoped
public class OpenStreams {
  private final Set<MultiEmitter<?>> open = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  /** The same stream, which ends when the service stops; at once if that has begun. */
  public <T> Multi<T> untilStop(Multi<T> stream) {
    Multi<T> stop =
        Multi.createFrom()
            .emitter(
                emitter -> {
                  open.add(emitter);
                  emitter.onTermination(() -> open.remove(emitter));
                  if (stopping) {
                    emitter.fail(new StoppingException());
                  }
                });
    // Merged streams end with the first failure of one of them, but with the last completion.
    return Multi.createBy()
        .merging()
        .streams(stop, stream)
        .onFailure(StoppingException.class)
        .recoverWithCompletion();
  }

  void onStop(@Observes ShutdownDelayInitiatedEvent event) {
    stopping = true;
    open.forEach(emitter -> emitter.fail(new StoppingException()));
  }

  private static final class StoppingException extends Exception {
    private static final long serialVersionUID = 1L;

    StoppingException() {
      super("the service stops", null, false, false);
    }
  }
}
