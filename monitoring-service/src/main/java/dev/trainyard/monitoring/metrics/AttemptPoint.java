package dev.trainyard.monitoring.metrics;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.trainyard.contracts.metrics.MetricPoint;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A measurement and where it stands in the run and in the stream.
 *
 * @param processId the process
 * @param position grows with every new or completed point; what a stream is resumed after
 * @param attempt the attempt
 * @param point what was measured
 */
@Schema(description = "One event of the metrics stream: a point and its attempt.")
public record AttemptPoint(
    @JsonIgnore UUID processId,
    @JsonIgnore long position,
    @Schema(examples = "1") int attempt,
    @JsonUnwrapped MetricPoint point) {}
