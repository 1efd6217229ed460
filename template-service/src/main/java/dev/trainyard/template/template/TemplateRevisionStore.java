package dev.trainyard.template.template;

import dev.trainyard.kit.paging.PageQuery;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table of the templates' revisions. Every method wants a transaction. */
@ApplicationScoped
class TemplateRevisionStore
    implements PanacheRepositoryBase<TemplateRevision, TemplateRevision.Key> {

  Optional<TemplateRevision> find(UUID templateId, int revision) {
    return findByIdOptional(new TemplateRevision.Key(templateId, revision));
  }

  /** The revisions of a page, newest first, and the one before them, if there is one. */
  List<TemplateRevision> pageAndOneMore(UUID templateId, PageQuery query) {
    var first = query.page() * query.size();
    return find("key.templateId = ?1 order by key.revision desc", templateId)
        .range(first, first + query.size())
        .list();
  }

  long countOf(UUID templateId) {
    return count("key.templateId", templateId);
  }
}
