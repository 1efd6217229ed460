package dev.trainyard.registry.usage;

import dev.trainyard.kit.problem.ConflictException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who needs a base model under its name.
 *
 * @param templates the first of those that name it
 * @param templateTotal how many do
 * @param processes the first of those that begin from it and can still start
 * @param processTotal how many do
 */
public record Usage(
    List<TemplateUse> templates,
    long templateTotal,
    List<ProcessUse> processes,
    long processTotal) {
  private static final int NAMED = 5;

  public Usage {
    templates = List.copyOf(templates);
    processes = List.copyOf(processes);
  }

  /**
   * Refuses what would take the base model from its users.
   *
   * @throws ConflictException if there are users; it names them
   */
  public void requireNone() {
    if (templateTotal == 0 && processTotal == 0) {
      return;
    }
    throw new ConflictException(
        "base-model-in-use",
        "It is used by %s. Give the templates another base model or delete them; delete the processes or let them succeed."
            .formatted(named()),
        Map.of(
            "templates",
            templates,
            "templateTotal",
            templateTotal,
            "processes",
            processes,
            "processTotal",
            processTotal));
  }

  private String named() {
    return Stream.of(
            named("template", templateTotal, templates.stream().map(TemplateUse::name)),
            named("process", processTotal, processes.stream().map(ProcessUse::name)))
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(" and "));
  }

  private static String named(String kind, long total, Stream<String> names) {
    if (total == 0) {
      return "";
    }
    var plural = total == 1 ? "" : kind.endsWith("s") ? "es" : "s";
    var first = names.limit(NAMED).collect(Collectors.joining(", "));
    return "%d %s%s (%s%s)".formatted(total, kind, plural, first, total > NAMED ? ", …" : "");
  }
}
