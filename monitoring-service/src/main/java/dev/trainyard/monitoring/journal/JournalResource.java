package dev.trainyard.monitoring.journal;

import dev.trainyard.kit.paging.PageQuery;
import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.problem.InvalidRequestException;
import dev.trainyard.kit.security.Permissions;
import dev.trainyard.kit.tenant.CurrentTenant;
import dev.trainyard.monitoring.query.QueryValues;
import io.quarkus.security.PermissionsAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The journal of all events. */
@Path("/api/v1/journal")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Journal")
public class JournalResource {
  private static final LocalDate FIRST = LocalDate.of(1, 1, 1);
  private static final LocalDate LAST = LocalDate.of(9999, 12, 31);

  // Each holds a connection for as long as it takes, and the intake needs some.
  private final Semaphore verifying = new Semaphore(1);
  private final JournalStore journal;
  private final JournalVerification verification;
  private final CurrentTenant tenant;

  JournalResource(JournalStore journal, JournalVerification verification, CurrentTenant tenant) {
    this.tenant = tenant;
    this.journal = journal;
    this.verification = verification;
  }

  @GET
  @PermissionsAllowed(Permissions.JOURNAL_VIEW)
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
                  "The nextCursor of the page before, with the same filters; start for the first"
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

  @GET
  @PermissionsAllowed(Permissions.JOURNAL_VIEW)
  @Path("verification")
  @Operation(
      summary = "Whether the journal is as it was written",
      description =
          "Reads every entry of the days and compares it with its hash, which is chained to that"
              + " of the entry before. Tells of each day whether it is intact, or the first"
              + " problem. Of many million entries it takes minutes; one runs at a time.")
  @APIResponse(responseCode = "200", description = "What was found of each day.")
  @APIResponse(responseCode = "400", description = "A day is not valid.")
  @APIResponse(responseCode = "403", description = "Your token names a tenant.")
  @APIResponse(responseCode = "409", description = "A verification is running.")
  public VerificationView verify(
      @QueryParam("from")
          @Parameter(
              description = "First day, UTC; by default the first there is.",
              example = "2026-11-01")
          String from,
      @QueryParam("to")
          @Parameter(
              description = "Last day, UTC; by default the last there is.",
              example = "2026-11-30")
          String to) {
    // The chain is one over the entries of all tenants.
    tenant.requirePlatform();
    var first = QueryValues.day("from", from).orElse(FIRST);
    var last = QueryValues.day("to", to).orElse(LAST);
    if (first.isAfter(last)) {
      throw new InvalidRequestException("from", "must not be after to");
    }
    if (!verifying.tryAcquire()) {
      throw new ConflictException(
          "verification-running",
          "A verification of the journal is running. Ask again when it has ended.",
          Map.of());
    }
    try {
      return VerificationView.of(verification.verify(first, last));
    } finally {
      verifying.release();
    }
  }
}
