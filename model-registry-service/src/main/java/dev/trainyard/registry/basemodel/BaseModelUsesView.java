package dev.trainyard.registry.basemodel;

import dev.trainyard.registry.usage.ProcessUse;
import dev.trainyard.registry.usage.TemplateUse;
import dev.trainyard.registry.usage.Usage;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Where a base model is used.
 *
 * @param templates the first 50 that name it
 * @param templateTotal how many do
 * @param processes the first 50 that begin from it and have not succeeded
 * @param processTotal how many do
 * @param models how many models were trained from it; they do not need it any more
 */
@Schema(description = "Where a base model is used.")
public record BaseModelUsesView(
    List<TemplateUse> templates,
    @Schema(examples = "1") long templateTotal,
    List<ProcessUse> processes,
    @Schema(examples = "1") long processTotal,
    @Schema(examples = "12") long models) {

  static BaseModelUsesView of(Usage usage, long models) {
    return new BaseModelUsesView(
        usage.templates(), usage.templateTotal(), usage.processes(), usage.processTotal(), models);
  }
}
