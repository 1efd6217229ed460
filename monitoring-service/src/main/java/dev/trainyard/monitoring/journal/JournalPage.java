package dev.trainyard.monitoring.journal;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One page of the journal.
 *
 * @param items the entries of this page
 * @param page number of the page, from 0; absent after a cursor
 * @param size entries a page holds at most
 * @param total entries on all pages; absent after a cursor, which counts nothing
 * @param nextCursor where the next page begins; absent on the last page
 */
@Schema(description = "One page of the journal.")
public record JournalPage(
    List<JournalEntryView> items,
    @Schema(examples = "0") Integer page,
    @Schema(examples = "50") int size,
    @Schema(examples = "1234") Long total,
    @Schema(examples = "MjAyNi0xMS0yM1QxMjowMDowMFogNDI") String nextCursor) {
  public JournalPage {
    items = List.copyOf(items);
  }
}
