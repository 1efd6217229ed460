package dev.trainyard.monitoring.metrics;

import dev.trainyard.contracts.metrics.MetricPoint;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Measurements of one attempt of a process.
 *
 * @param processId the process
 * @param attempt the attempt; 0 when the process has no points yet
 * @param attempts the attempts that have points
 * @param points the points of the range, by iteration
 * @param latest the attempt's newest point, whatever the range; absent without any
 * @param total points of the range before thinning
 * @param thinned true when points were left out to keep to {@code maxPoints}
 * @param position what to give the stream as {@code after}, to go on where this answer ends
 */
@Schema(description = "Measurements of one attempt, by iteration.")
public record MetricSeries(
    UUID processId,
    @Schema(examples = "1") int attempt,
    @Schema(examples = "[1]") List<Integer> attempts,
    @Schema(
            examples =
                "[{\"iteration\":100,\"epoch\":0.2,\"time\":\"2026-11-23T12:00:00Z\","
                    + "\"learningRate\":0.004,\"trainLoss\":0.41,\"averagePrecision\":0.93}]")
        List<MetricPoint> points,
    MetricPoint latest,
    @Schema(examples = "240") long total,
    @Schema(examples = "false") boolean thinned,
    @Schema(examples = "1240") long position) {}
