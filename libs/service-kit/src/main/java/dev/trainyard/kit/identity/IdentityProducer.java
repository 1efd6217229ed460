package dev.trainyard.kit.identity;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.trainyard.kit.settings.RunSettings;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * The real clock and the real id generator. The clock ticks in microseconds, as PostgreSQL keeps
 * them: what a client is told at first is what it reads later.
 */
@Dependent
class IdentityProducer {

  @Produces
  @Singleton
  Clock clock(RunSettings settings) {
    return Clock.offset(
        Clock.tick(Clock.systemUTC(), Duration.of(1, ChronoUnit.MICROS)), settings.clockOffset());
  }

  @Produces
  @Singleton
  IdGenerator idGenerator() {
    return UuidCreator::getTimeOrderedEpochPlus1;
  }
}
