package dev.trainyard.kit.naming;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntityNameTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "digits", "Счета-2026", "発票_1.2", "e\u0301te\u0301", "..."})
  void acceptsLettersAndDigitsOfAnyScript(String name) {
    assertThat(name).matches(EntityName.PATTERN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "two words", "a/b", "a\\b", "a\nb", "semi;colon", "😀", ".", ".."})
  void refusesEverythingElse(String name) {
    assertThat(name).doesNotMatch(EntityName.PATTERN);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100})
  void acceptsUpToAHundredCharacters(int length) {
    assertThat("я".repeat(length)).matches(EntityName.PATTERN);
    assertThat("я".repeat(101)).doesNotMatch(EntityName.PATTERN);
  }

  @ParameterizedTest
  @CsvSource({"Digits, dIGITS", "СЧЕТА, счета", "\u00e9t\u00e9, e\u0301te\u0301"})
  void comparesWithoutCaseAndForm(String one, String other) {
    assertThat(NameKey.of(one)).isEqualTo(NameKey.of(other));
  }
}
