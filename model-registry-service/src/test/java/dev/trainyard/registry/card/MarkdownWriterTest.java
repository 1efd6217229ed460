package dev.trainyard.registry.card;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkdownWriterTest {

  @Test
  void separatesBlocksWithEmptyLines() {
    var document =
        written(
            out -> {
              out.title("digits, version 3");
              out.section("Limits");
              out.paragraph("Some.");
              out.bullets(List.of("one", "two"));
              out.table(List.of("Class", "F1"), List.of(List.of("a", "0.5"), List.of("b", "1")));
            });

    assertThat(document)
        .isEqualTo(
            """
            # digits, version 3

            ## Limits

            Some.

            - one
            - two

            | Class | F1 |
            | --- | --- |
            | a | 0.5 |
            | b | 1 |
            """);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      textBlock =
          """
          "see https://a.b",    "see https&#58;//a.b"
          "www.a.b",            "www&#46;a.b"
          "a@b.c",              "a&#64;b.c"
          "# heading",          "\\# heading"
          "- item",             "\\- item"
          "+ item",             "\\+ item"
          "1. item",            "1\\. item"
          "12) item",           "12\\) item"
          "=====",              "\\====="
          "---",                "\\---"
          "> quote",            "&gt; quote"
          "    code",           "code"
          "`code`",             "\\`code\\`"
          "~~~",                "\\~\\~\\~"
          "*a* _b_",            "\\*a\\* \\_b\\_"
          "[a](javascript:b)",  "\\[a\\](javascript:b)"
          "![a](http://b)",     "!\\[a\\](http&#58;//b)"
          "<script>",           "&lt;script&gt;"
          "&lt;",               "&amp;lt;"
          "a | b \\",          "a \\| b \\\\"
          "in - the + middle",  "in - the + middle"
          "2026-11-23",         "2026-11-23"
          """)
  void writesWhatWouldBeMarkupAsText(String text, String written) {
    assertThat(written(out -> out.paragraph(text))).isEqualTo(written + "\n");
    assertThat(written(out -> out.bullets(List.of(text)))).isEqualTo("- " + written + "\n");
  }

  @Test
  void keepsEveryTextOnItsLine() {
    var text = "a\r\n\r\n# b\u2028c\td\u202ee\u0000f";

    assertThat(written(out -> out.paragraph(text))).isEqualTo("a # b c d e f\n");
    assertThat(written(out -> out.table(List.of(text), List.of(List.of("|\\|")))))
        .isEqualTo("| a # b c d e f |\n| --- |\n| \\|\\\\\\| |\n");
  }

  private static String written(Consumer<CardWriter> content) {
    var out = new MarkdownWriter();
    content.accept(out);
    return out.document();
  }
}
