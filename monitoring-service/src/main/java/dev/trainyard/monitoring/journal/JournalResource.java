package dev.trainyard.monitoring.journal;

import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.paging.PageQuery;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The journal of all events. */
@Path("/api/v1/journal")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Journal")
public class JournalResource {
  private final JournalStore journal;

  JournalResource(JournalStore journal) {
    this.journal = journal;
  }

  @GET
  @Operation(
      summary = "Events, the newest first",
      description =
          "Every event, command and report of the platform, once. Measurements, log lines and"
              + " heartbeats are not in the journal; they have paths of their own.")
  public Page<JournalEntryView> find(
      @Valid @BeanParam JournalFilter filter, @Valid @BeanParam PageQuery page) {
    return journal.find(filter, page.page(), page.size());
  }
}
