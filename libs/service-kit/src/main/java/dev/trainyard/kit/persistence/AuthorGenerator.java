package dev.trainyard.kit.persistence;

import dev.trainyard.kit.security.CurrentActor;
import jakarta.enterprise.inject.spi.CDI;
import java.util.EnumSet;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.generator.BeforeExecutionGenerator;
import org.hibernate.generator.EventType;
import org.hibernate.generator.EventTypeSets;

/** Fills in what {@link Author} marks. */
public final class AuthorGenerator implements BeforeExecutionGenerator {
  private static final long serialVersionUID = 1L;

  @Override
  public Object generate(
      SharedSessionContractImplementor session,
      Object owner,
      Object currentValue,
      EventType eventType) {
    return CDI.current().select(CurrentActor.class).get().name().orElse(null);
  }

  @Override
  public EnumSet<EventType> getEventTypes() {
    return EventTypeSets.INSERT_ONLY;
  }
}
