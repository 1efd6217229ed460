package dev.trainyard.kit.lifecycle;

import dev.trainyard.kit.settings.RunSettings;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import org.jboss.logging.Logger;

/**
 * Ends the service when its standard input ends, and so with the launcher that holds the other end,
 * however that one dies. Off unless {@code trainyard.exit-with-parent} is true: in a container the
 * input is closed from the start.
 */
@ApplicationScoped
class ParentWatch {
  private static final Logger LOG = Logger.getLogger(ParentWatch.class);

  private final boolean enabled;

  ParentWatch(RunSettings settings) {
    this.enabled = settings.exitWithParent();
  }

  void onStart(@Observes StartupEvent event) {
    if (enabled) {
      var watch = new Thread(ParentWatch::exitAtEndOfInput, "parent-watch");
      watch.setDaemon(true);
      watch.start();
    }
  }

  private static void exitAtEndOfInput() {
    try {
      while (System.in.read() >= 0) {
        // What is written does not matter, only that the other end is there.
      }
    } catch (IOException e) {
      LOG.debug("Standard input failed", e);
    }
    LOG.info("The launcher is gone, ending");
    Quarkus.asyncExit();
  }
}
