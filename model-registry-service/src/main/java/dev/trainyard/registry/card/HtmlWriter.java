package dev.trainyard.registry.card;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/** A page of HTML that needs nothing else. Not thread-safe. */
final class HtmlWriter implements CardWriter {
  private static final String STYLE =
      """
      :root { color-scheme: light dark; }
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
      h1, h2 { line-height: 1.2; }
      div { overflow-x: auto; }
      table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
      th, td { border: 1px solid #8888; padding: .25rem .6rem; text-align: left; }
      p, li, th, td { overflow-wrap: anywhere; }
      """;

  /** Nothing but this page's own style: no scripts, nothing from elsewhere, in nobody's frame. */
  static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; style-src 'sha256-"
          + sha256(STYLE)
          + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final StringBuilder head = new StringBuilder();
  private final StringBuilder body = new StringBuilder();

  @Override
  public void title(String title) {
    element(head, "title", title);
    element(body, "h1", title);
  }

  @Override
  public void section(String heading) {
    element(body, "h2", heading);
  }

  @Override
  public void paragraph(String text) {
    element(body, "p", text);
  }

  @Override
  public void bullets(List<String> texts) {
    body.append("<ul>\n");
    texts.forEach(text -> element(body, "li", text));
    body.append("</ul>\n");
  }

  @Override
  public void table(List<String> header, List<List<String>> rows) {
    body.append("<div><table>\n<thead><tr>");
    header.forEach(cell -> element(body, "th", cell));
    body.append("</tr></thead>\n<tbody>\n");
    for (var row : rows) {
      body.append("<tr>");
      element(body, "th", row.get(0));
      row.stream().skip(1).forEach(cell -> element(body, "td", cell));
      body.append("</tr>\n");
    }
    body.append("</tbody>\n</table></div>\n");
  }

  @Override
  public String document() {
    return """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        %s<style>%s</style>
        </head>
        <body>
        %s</body>
        </html>
        """
        .formatted(head, STYLE, body);
  }

  /** The one way for text into the page. */
  private static void element(StringBuilder target, String tag, String text) {
    target.append('<').append(tag).append('>');
    target.append(escape(CardWriter.oneLine(text)));
    target.append("</").append(tag).append(">\n");
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static String sha256(String style) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return Base64.getEncoder()
          .encodeToString(digest.digest(style.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
