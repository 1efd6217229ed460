package dev.trainyard.registry.card;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class HtmlWriterTest {
  private static final String HOSTILE =
      "</td></title></style><script>alert('1')</script><img src=x onerror=\"alert(2)\">&amp;";

  @Test
  void writesAPage() {
    var out = new HtmlWriter();
    out.title("digits, version 3");
    out.section("Limits");
    out.paragraph("Some.");
    out.bullets(List.of("one", "two"));
    out.table(List.of("Class", "F1"), List.of(List.of("a", "0.5")));

    assertThat(out.document().replaceAll("\\s*\\n\\s*", ""))
        .startsWith("<!doctype html><html lang=\"en\">")
        .contains("<title>digits, version 3</title>")
        .contains(
            "<body><h1>digits, version 3</h1><h2>Limits</h2><p>Some.</p>"
                + "<ul><li>one</li><li>two</li></ul><div><table><thead><tr><th>Class</th><th>F1</th>"
                + "</tr></thead><tbody><tr><th>a</th><td>0.5</td></tr></tbody></table></div></body>");
  }

  @Test
  void writesMarkupInTextsAsText() {
    var out = new HtmlWriter();
    out.title(HOSTILE);
    out.section(HOSTILE);
    out.paragraph(HOSTILE);
    out.bullets(List.of(HOSTILE));
    out.table(List.of(HOSTILE, HOSTILE), List.of(List.of(HOSTILE, HOSTILE)));
    var page = out.document();

    assertThat(tags(page))
        .containsOnly(
            "!doctype",
            "html",
            "head",
            "meta",
            "title",
            "style",
            "body",
            "h1",
            "h2",
            "p",
            "ul",
            "li",
            "div",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td");
    assertThat(Pattern.compile("<[^>]*\\s(src|href|on[a-z]+)=").matcher(page).find()).isFalse();
    assertThat(page)
        .contains(
            "<td>&lt;/td&gt;&lt;/title&gt;&lt;/style&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script"
                + "&gt;&lt;img src=x onerror=&quot;alert(2)&quot;&gt;&amp;amp;</td>");
  }

  @Test
  void allowsItsOwnStyleAndNothingElse() throws NoSuchAlgorithmException {
    var page = new HtmlWriter().document();
    var style = page.substring(page.indexOf("<style>") + 7, page.indexOf("</style>"));
    var digest =
        MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));

    assertThat(HtmlWriter.CONTENT_SECURITY_POLICY)
        .startsWith("default-src 'none'; ")
        .contains("style-src 'sha256-" + Base64.getEncoder().encodeToString(digest) + "';")
        .doesNotContain("script-src", "unsafe", "http", "*");
  }

  private static List<String> tags(String page) {
    return Pattern.compile("</?([a-z0-9!]+)")
        .matcher(page)
        .results()
        .map(tag -> tag.group(1))
        .collect(Collectors.toList());
  }
}
