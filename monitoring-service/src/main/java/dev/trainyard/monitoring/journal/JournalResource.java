package dev.trainyard.monitoring.journal;

import dev.trainyard.kit.paging.PageQuery;
import dev.trainyard.kit.problem.InvalidRequestException;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
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
              + " heartbeats are not in the journal; they have paths of their own. Pages have"
              + " numbers, or follow one another by nextCursor: then nothing is shown twice or left"
              + " out while new events come, and the last page comes as fast as the first.")
  public JournalPage find(
      @Valid @BeanParam JournalFilter filter,
      @Valid @BeanParam PageQuery page,
      @QueryParam("after")
          @Parameter(
              description =
                  "The nextCursor of the page before, with the same filters; empty for the first"
                      + " page. Instead of page; the answer has no total.")
          String after) {
    if (after == null) {
      return journal.page(filter, page.page(), page.size());
    }
    if (page.page() > 0) {
      throw new InvalidRequestException("page", "must be absent where after is given");
    }
    return journal.following(JournalCursor.of(after), filter, page.size());
  }
}
