package dev.trainyard.kit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.kit.problem.PreconditionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagsTest {

  @Test
  void quotesVersion() {
    assertThat(EntityTags.of(7)).isEqualTo("\"7\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"7\"", "*", "\"6\", \"7\"", " \"7\" "})
  void letsChangeOfPresentVersionThrough(String ifMatch) {
    assertThatCode(() -> EntityTags.requireMatch(ifMatch, 7)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"6\"", "7", "W/\"7\"", "\"77\"", "\"6\",\"8\""})
  void refusesChangeOfAnotherVersion(String ifMatch) {
    assertStatus(ifMatch, 412);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " "})
  void refusesChangeThatNamesNoVersion(String ifMatch) {
    assertStatus(ifMatch, 428);
  }

  private static void assertStatus(String ifMatch, int status) {
    assertThatThrownBy(() -> EntityTags.requireMatch(ifMatch, 7))
        .isInstanceOf(PreconditionException.class)
        .extracting(refusal -> ((PreconditionException) refusal).status())
        .isEqualTo(status);
  }
}
