package dev.trainyard.template.dataset;

import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a dataset cannot be deleted for, as clients see it. */
@Schema(
    name = "DatasetUses",
    examples =
        "{\"templateIds\": [\"019aa000-0000-7000-8000-000000000003\"], \"processIds\":"
            + " [\"019aa000-0000-7000-8000-000000000007\"]}")
public record DatasetUsesView(
    @Schema(description = "Templates that name it, 500 at most.") List<UUID> templateIds,
    @Schema(description = "Processes that have not succeeded and are not deleted, 500 at most.")
        List<UUID> processIds) {}
