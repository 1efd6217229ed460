package dev.trainyard.kit.persistence;

import dev.trainyard.kit.security.CurrentActor;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.PrePersist;

/** An entity that remembers who had it made. */
@MappedSuperclass
public abstract class Authored {
  private String author;

  @PrePersist
  void rememberAuthor() {
    author = CDI.current().select(CurrentActor.class).get().name().orElse(null);
  }

  /** Whether what people do with it is written down by itself. */
  public boolean isAudited() {
    return true;
  }

  /** Their name; null where nobody in particular did, or before it was noted. */
  public String author() {
    return author;
  }
}
