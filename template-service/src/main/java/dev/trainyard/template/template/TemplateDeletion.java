package dev.trainyard.template.template;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.kit.outbox.Outbox;
import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.template.use.DatasetUses;
import dev.trainyard.template.use.UseReview;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.UUID;

/** Deletes templates. Thread-safe. */
@ApplicationScoped
public class TemplateDeletion {
  private final TemplateStore templates;
  private final DatasetUses uses;
  private final UseReview review;
  private final Outbox outbox;
  private final Clock clock;

  TemplateDeletion(
      TemplateStore templates, DatasetUses uses, UseReview review, Outbox outbox, Clock clock) {
    this.templates = templates;
    this.uses = uses;
    this.review = review;
    this.outbox = outbox;
    this.clock = clock;
  }

  /**
   * A process that is being made this moment is not in the way: it has all that it needs of the
   * template.
   *
   * @throws NotFoundException if there is none
   * @throws ConflictException if a process of it has not finished
   */
  public void delete(UUID id) {
    review.beforeTemplateGoes(id);
    QuarkusTransaction.requiringNew().run(() -> deleteNow(id));
  }

  private void deleteNow(UUID id) {
    var template = templates.requireExclusive(id);
    uses.requireTemplateFree(id);
    templates.delete(template);
    outbox.publish(EventType.TEMPLATE_DELETED, id, template.toEvent(clock.instant()));
  }
}
