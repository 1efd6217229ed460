package dev.trainyard.registry.basemodel;

import dev.trainyard.kit.integrity.ObjectDisposal;
import dev.trainyard.kit.problem.ConflictException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/**
 * Keeps new base models: the object is noted for disposal before it is written and until the row
 * refers to it, so that whoever dies in between leaves nothing. Thread-safe.
 */
@ApplicationScoped
class BaseModelArchives {
  private final BaseModelStore baseModels;
  private final ObjectDisposal disposal;
  private final Clock clock;

  BaseModelArchives(BaseModelStore baseModels, ObjectDisposal disposal, Clock clock) {
    this.baseModels = baseModels;
    this.disposal = disposal;
    this.clock = clock;
  }

  /**
   * Adds a base model.
   *
   * @param model says where its archive is to lie
   * @param writing puts the archive there
   * @throws ConflictException if the name was taken meanwhile
   */
  BaseModelView keep(BaseModel model, Runnable writing) {
    var key = model.archiveKey;
    disposal.noteStoring(key);
    writing.run();
    try {
      return baseModels.add(model);
    } catch (ConflictException e) {
      // Nothing writes there any more.
      disposal.note(key, clock.instant());
      disposal.removeEarly(key);
      throw e;
    }
  }
}
