package dev.trainyard.template.template;

import dev.trainyard.kit.persistence.Authored;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;

/** What a template said at one of its revisions; never changes. */
@Entity
@Table(name = "template_revision")
class TemplateRevision extends Authored {
  @EmbeddedId private Key key;

  @Convert(converter = ContentColumn.class)
  @ColumnTransformer(write = "?::jsonb")
  private TemplateContent content;

  @Column(name = "saved_at")
  private Instant savedAt;

  protected TemplateRevision() {}

  TemplateRevision(UUID templateId, int revision, TemplateContent content, Instant now) {
    this.key = new Key(templateId, revision);
    this.content = content;
    this.savedAt = now;
  }

  /** It comes with a change of its template, which is. */
  @Override
  public boolean isAudited() {
    return false;
  }

  int revision() {
    return key.revision();
  }

  TemplateContent content() {
    return content;
  }

  Instant savedAt() {
    return savedAt;
  }

  /** Which template, and which of its revisions, from 1. */
  @Embeddable
  record Key(@Column(name = "template_id") UUID templateId, int revision) {}
}
