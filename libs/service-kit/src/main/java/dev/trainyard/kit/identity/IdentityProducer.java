package dev.trainyard.kit.identity;

import com.github.f4b6a3.uuid.UuidCreator;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** The real clock and the real id generator. */
@Dependent
class IdentityProducer {

  @Produces
  @Singleton
  Clock clock() {
    return Clock.systemUTC();
  }

  @Produces
  @Singleton
  IdGenerator idGenerator() {
    return UuidCreator::getTimeOrderedEpochPlus1;
  }
}
