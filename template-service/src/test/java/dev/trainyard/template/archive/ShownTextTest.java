package dev.trainyard.template.archive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownTextTest {

  @ParameterizedTest
  @CsvSource({
    "abc, abc",
    "abcdef, abcd…",
    "abc😀def, abc…",
    "ab😀def, ab😀…",
    "'a\u0000b', a?b",
    "'a\nb', a?b"
  })
  void hasNoControlCharactersAndNoHalfCharacters(String text, String shown) {
    assertThat(ShownText.of(text, 4)).isEqualTo(shown);
    assertThat(Problem.of(ProblemCode.UNREADABLE_IMAGE, "a.png", null, text).message())
        .doesNotContain("\u0000", "\n");
  }
}
