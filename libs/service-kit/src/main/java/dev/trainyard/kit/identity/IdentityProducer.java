package dev.trainyard.kit.identity;

import com.github.f4b6a3.uuid.UuidCreator;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The real clock and the real id generator. The clock ticks in microseconds, as PostgreSQL keeps
 * them: what a client is told at first is what it reads later.
 */
@Dependent
class IdentityProducer {

  /**
   * @param offset how far the clock is off; other than zero only to try what a wrong clock does
   */
  @Produces
  @Singleton
  Clock clock(
      @ConfigProperty(name = "trainyard.clock-offset", defaultValue = "PT0S") Duration offset) {
    return Clock.offset(Clock.tick(Clock.systemUTC(), Duration.of(1, ChronoUnit.MICROS)), offset);
  }

  @Produces
  @Singleton
  IdGenerator idGenerator() {
    return UuidCreator::getTimeOrderedEpochPlus1;
  }
}
