package dev.trainyard.process.signing;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import javax.sql.DataSource;

/** Chooses where the keys are. */
@Dependent
class SigningKeysProducer {

  @Produces
  @ApplicationScoped
  SigningKeys keys(SigningConfig config, DataSource dataSource, Clock clock) {
    return config
        .keyFile()
        .<SigningKeys>map(file -> new KeyFiles(file, config.previousKeyFile()))
        .orElseGet(() -> new KeyTable(dataSource, clock));
  }
}
