package dev.trainyard.kit.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A table of a page that is derived from the code: between a line {@code <!-- NAME -->} and the
 * next {@code <!-- end -->}. {@code -Dtrainyard.docs.write=true} writes it anew.
 */
public final class Documented {
  private static final String END = "<!-- end -->";

  private final Path page;
  private final String begin;

  private Documented(Path page, String begin) {
    this.page = page;
    this.begin = begin;
  }

  public static Documented table(Path page, String name) {
    return new Documented(page, "<!-- " + name + " -->");
  }

  /** Fails if the table is not this, or writes it. */
  public void require(List<String> rows) throws IOException {
    var text = Files.readString(page);
    var from = text.indexOf(begin);
    assertThat(from).as("%s has a line %s", page, begin).isNotNegative();
    var to = text.indexOf(END, from);
    assertThat(to).as("%s ends with %s", begin, END).isNotNegative();
    var wanted = begin + "\n\n" + String.join("\n", rows) + "\n\n";
    if (Boolean.getBoolean("trainyard.docs.write")) {
      Files.writeString(page, text.substring(0, from) + wanted + text.substring(to));
    } else {
      assertThat(text.substring(from, to))
          .as("%s: write it anew with -Dtrainyard.docs.write=true", page)
          .isEqualTo(wanted);
    }
  }
}
