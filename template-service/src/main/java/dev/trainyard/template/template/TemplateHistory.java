package dev.trainyard.template.template;

import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.paging.PageQuery;
import dev.trainyard.kit.problem.NotFoundException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.UUID;
import java.util.stream.IntStream;

/** What templates said before. Thread-safe. */
@ApplicationScoped
public class TemplateHistory {
  private final TemplateStore templates;
  private final TemplateRevisionStore revisions;

  TemplateHistory(TemplateStore templates, TemplateRevisionStore revisions) {
    this.templates = templates;
    this.revisions = revisions;
  }

  /**
   * @throws NotFoundException if there is no such template
   */
  @Transactional
  public Page<TemplateRevisionView> list(UUID templateId, PageQuery query) {
    templates.require(templateId);
    var found = revisions.pageAndOneMore(templateId, query);
    var views =
        IntStream.range(0, Math.min(found.size(), query.size()))
            .mapToObj(
                i -> TemplateRevisionView.of(found.get(i), found.stream().skip(i + 1L).findFirst()))
            .toList();
    return new Page<>(views, query.page(), query.size(), revisions.countOf(templateId));
  }

  /**
   * @throws NotFoundException if there is no such template or revision
   */
  @Transactional
  public TemplateRevisionView get(UUID templateId, int revision) {
    templates.require(templateId);
    return TemplateRevisionView.of(
        revisions
            .find(templateId, revision)
            .orElseThrow(() -> new NotFoundException("revision", revision)),
        revisions.find(templateId, revision - 1));
  }
}
