package dev.trainyard.template.template;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.kit.http.EntityTags;
import dev.trainyard.kit.identity.IdGenerator;
import dev.trainyard.kit.outbox.Outbox;
import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.paging.PageQuery;
import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.template.project.ProjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/** Keeps templates. What they name outside this service was checked by {@link TemplateEditor}. */
@ApplicationScoped
public class TemplateService {
  private static final int MAX_NAME_CHARACTERS = 100;

  private final TemplateStore templates;
  private final TemplateRevisionStore revisions;
  private final ProjectStore projects;
  private final TemplateRules rules;
  private final Outbox outbox;
  private final IdGenerator ids;
  private final Clock clock;

  TemplateService(
      TemplateStore templates,
      TemplateRevisionStore revisions,
      ProjectStore projects,
      TemplateRules rules,
      Outbox outbox,
      IdGenerator ids,
      Clock clock) {
    this.templates = templates;
    this.revisions = revisions;
    this.projects = projects;
    this.rules = rules;
    this.outbox = outbox;
    this.ids = ids;
    this.clock = clock;
  }

  @Transactional
  TemplateView create(UUID projectId, TemplateContent content) {
    // Exclusive, so that of two templates with one name the second sees the first.
    projects.requireExclusive(projectId);
    return insert(projectId, rules.check(projectId, content, Optional.empty()));
  }

  /**
   * Makes another template of one that exists.
   *
   * @throws NotFoundException if there is no such template or project
   * @throws ConflictException if the name is taken
   */
  @Transactional
  TemplateView copy(UUID id, CloneTemplateRequest request) {
    var original = templates.require(id);
    var projectId = request.projectId() != null ? request.projectId() : original.projectId();
    projects.requireExclusive(projectId);
    var name = request.name() != null ? request.name() : nameOfCopy(projectId, original.name());
    var content = original.content().copied(name, projectId.equals(original.projectId()));
    return insert(projectId, rules.check(projectId, content, Optional.empty()));
  }

  private String nameOfCopy(UUID projectId, String name) {
    return IntStream.iterate(1, i -> i + 1)
        .mapToObj(i -> i == 1 ? "-copy" : "-copy-" + i)
        .map(suffix -> shortened(name, MAX_NAME_CHARACTERS - suffix.length()) + suffix)
        .filter(candidate -> templates.withName(projectId, candidate).isEmpty())
        .findFirst()
        .orElseThrow();
  }

  /** Cut so that no character is left in halves. */
  private static String shortened(String name, int characters) {
    if (name.length() <= characters) {
      return name;
    }
    var halved = Character.isHighSurrogate(name.charAt(characters - 1));
    return name.substring(0, halved ? characters - 1 : characters);
  }

  private TemplateView insert(UUID projectId, TemplateContent content) {
    var now = clock.instant();
    var template = new Template(ids.next(), projectId, content, now);
    templates.persist(template);
    saveRevision(template, now);
    outbox.publish(EventType.TEMPLATE_CREATED, template.id(), template.toEvent(now));
    return TemplateView.of(template);
  }

  private void saveRevision(Template template, Instant now) {
    revisions.persist(
        new TemplateRevision(template.id(), template.revision(), template.content(), now));
  }

  @Transactional
  public Page<TemplateView> list(UUID projectId, TemplateFilter filter, PageQuery query) {
    if (projectId != null) {
      projects.require(projectId);
    }
    return templates.list(projectId, filter, query).map(TemplateView::of);
  }

  @Transactional
  public TemplateView get(UUID id) {
    return TemplateView.of(templates.require(id));
  }

  @Transactional
  TemplateView update(UUID id, String ifMatch, TemplateContent wanted) {
    var projectId = templates.requireProjectId(id);
    projects.requireExclusive(projectId);
    var template = templates.requireExclusive(id);
    EntityTags.requireMatch(ifMatch, template.revision());
    var content = rules.check(projectId, wanted, Optional.of(id));
    var now = clock.instant();
    template.change(content, now);
    saveRevision(template, now);
    outbox.publish(EventType.TEMPLATE_UPDATED, id, template.toEvent(now));
    return TemplateView.of(template);
  }
}
