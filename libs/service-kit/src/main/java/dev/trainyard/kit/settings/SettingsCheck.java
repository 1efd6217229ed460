package dev.trainyard.kit.settings;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.TreeSet;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Does not let a service start with a setting that it does not know: with a letter wrong, a limit
 * would silently be another one. What tests set is not looked at.
 */
@ApplicationScoped
class SettingsCheck {
  /** What comes with the service has no higher one; whoever runs it has. */
  private static final int ORDINAL_OF_PACKAGED = 250;

  /** Before the service waits for anything: a wrong setting is told at once. */
  private static final int FIRST = Interceptor.Priority.PLATFORM_BEFORE - 200;

  void onStart(@Observes @Priority(FIRST) StartupEvent event, Config config) {
    if (LaunchMode.current() == LaunchMode.NORMAL) {
      check(config.getConfigSources(), KnownSettings.load());
    }
  }

  /**
   * @throws ConfigurationException if somebody has set what does not exist
   */
  static void check(Iterable<ConfigSource> sources, KnownSettings known) {
    var mistaken = new TreeSet<String>();
    for (var source : sources) {
      if (source.getOrdinal() > ORDINAL_OF_PACKAGED) {
        var names = source.getPropertyNames();
        names.stream()
            // A source of environment variables also gives each with dots, as a guess.
            .filter(name -> !name.contains(".") || !names.contains(KnownSettings.variable(name)))
            .filter(known::isMistaken)
            .forEach(mistaken::add);
      }
    }
    if (!mistaken.isEmpty()) {
      throw new ConfigurationException(
          ("There are no settings %s. Look for the right names in docs/configuration.md, or take"
                  + " them away.")
              .formatted(String.join(", ", mistaken)),
          mistaken);
    }
  }
}
