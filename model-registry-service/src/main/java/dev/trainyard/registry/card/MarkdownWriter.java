package dev.trainyard.registry.card;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Markdown with GitHub's tables. Not thread-safe. */
final class MarkdownWriter implements CardWriter {
  /** What means something anywhere in a line. */
  private static final Pattern SPECIAL = Pattern.compile("[\\\\`*_\\[\\]|~]");

  /** What means something at the beginning of a line. */
  private static final Pattern LEADING = Pattern.compile("^(\\d{1,9}(?=[.)])|(?=[-+#=]))");

  private final StringBuilder text = new StringBuilder();

  @Override
  public void title(String title) {
    block("# " + escape(title));
  }

  @Override
  public void section(String heading) {
    block("## " + escape(heading));
  }

  @Override
  public void paragraph(String paragraph) {
    block(line(paragraph));
  }

  @Override
  public void bullets(List<String> texts) {
    block(texts.stream().map(item -> "- " + line(item)).collect(Collectors.joining("\n")));
  }

  @Override
  public void table(List<String> header, List<List<String>> rows) {
    var lines = new StringBuilder(row(header)).append("\n").append("| --- ".repeat(header.size()));
    lines.append('|');
    rows.forEach(row -> lines.append("\n").append(row(row)));
    block(lines.toString());
  }

  @Override
  public String document() {
    return text.toString();
  }

  private void block(String block) {
    if (!text.isEmpty()) {
      text.append('\n');
    }
    text.append(block).append('\n');
  }

  private static String row(List<String> cells) {
    return cells.stream()
        .map(MarkdownWriter::escape)
        .collect(Collectors.joining(" | ", "| ", " |"));
  }

  private static String line(String text) {
    return LEADING.matcher(escape(text)).replaceFirst("$1\\\\");
  }

  /** Entities for what HTML knows, since not every reader of Markdown takes a backslash there. */
  private static String escape(String text) {
    var escaped = SPECIAL.matcher(CardWriter.oneLine(text)).replaceAll("\\\\$0");
    var plain = escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    // GitHub makes links of addresses, and mentions of names.
    return plain.replace("://", "&#58;//").replace("www.", "www&#46;").replace("@", "&#64;");
  }
}
