package dev.trainyard.monitoring.status;

import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.monitoring.machine.MachineLoadStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How the platform stands, as this service sees it.
 *
 * @param time when this was put together
 * @param startedAt when this replica of the service started
 * @param parts services and backends
 * @param processes how many processes are in each status
 * @param machines how many machines are registered, enabled, available
 * @param rows rows of the large tables, about; like the two before absent while the database is
 *     away
 * @param intake what comes in from the broker, by channel
 */
@Schema(description = "How the platform stands, as the monitoring service sees it.")
public record StatusView(
    Instant time,
    Instant startedAt,
    List<PartState> parts,
    @Schema(examples = "{\"RUNNING\":2,\"SUCCEEDED\":14}") Map<ProcessStatus, Long> processes,
    MachineLoadStore.Counts machines,
    Rows rows,
    List<Channel> intake) {

  /** Rows, as the database estimates them. */
  @Schema(description = "Rows, as the database estimates them.")
  public record Rows(
      @Schema(examples = "48210") long metricPoints,
      @Schema(examples = "90311") long logLines,
      @Schema(examples = "5120") long journalEntries) {}

  /**
   * Messages of one channel.
   *
   * @param received since this replica started
   * @param deadLettered those of them nobody could read
   * @param lastReceivedAt absent before the first
   * @param lag messages on the broker that are not stored yet; absent when the broker is away
   */
  @Schema(description = "Messages of one channel.")
  public record Channel(
      @Schema(examples = "metrics") String name,
      @Schema(examples = "1240") long received,
      @Schema(examples = "0") long deadLettered,
      Instant lastReceivedAt,
      @Schema(examples = "0") Long lag) {}
}
