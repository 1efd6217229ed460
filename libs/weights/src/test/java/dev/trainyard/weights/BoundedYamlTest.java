package dev.trainyard.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedYamlTest {

  @Test
  void readsWhatATrainerWrites() throws IOException {
    var matrix =
        IntStream.range(0, 700)
            .mapToObj(row -> "- [" + "0,".repeat(699) + "0]\n")
            .collect(Collectors.joining());

    var document = BoundedYaml.read(bytes("a: 1\nmetrics:\n  b: [x, y]\nmatrix:\n" + matrix));

    assertThat(document.path("metrics").path("b").path(1).asText()).isEqualTo("y");
    assertThat(document.path("matrix")).hasSize(700);
    assertThat(document.path("matrix").path(699)).hasSize(700);
  }

  @Test
  void leavesOutFieldsThatAreNotWanted() throws IOException {
    var document = BoundedYaml.read(bytes("a: {b: [1, {c: 2}]}\nd: 3\ne: [4]"), Set.of("d"));

    assertThat(document.toString()).isEqualTo("{\"d\":3}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{},", "[],", "[[[]]],"})
  void refusesMoreContainersThanMemoryHolds(String element) {
    var text = "a: [" + element.repeat(BoundedYaml.MAX_BYTES / element.length() - 10) + "1]";
    assertThatThrownBy(() -> BoundedYaml.read(bytes(text)))
        .isInstanceOf(JsonProcessingException.class)
        .hasMessageContaining("more values than are read");
    assertThatThrownBy(() -> BoundedYaml.read(bytes(text), Set.of("d")))
        .isInstanceOf(JsonProcessingException.class);
  }

  @Test
  void refusesMoreValuesOrFieldsThanMemoryHolds() {
    var values = "a: [" + "1,".repeat(BoundedYaml.MAX_VALUES + 1) + "1]";
    assertThatThrownBy(() -> BoundedYaml.read(bytes(values)))
        .hasMessageContaining("more values than are read");
    var texts = "a: [" + "x,".repeat(BoundedYaml.MAX_TEXTS + 1) + "1]";
    assertThatThrownBy(() -> BoundedYaml.read(bytes(texts)))
        .hasMessageContaining("more values than are read");
    var fields =
        IntStream.rangeClosed(0, BoundedYaml.MAX_FIELDS)
            .mapToObj(index -> "f" + index + ": 1\n")
            .collect(Collectors.joining());
    assertThatThrownBy(() -> BoundedYaml.read(bytes(fields), Set.of("d")))
        .hasMessageContaining("more values than are read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "- 1", "1", "a: 1\n---\nb: 2", "a: 1\na: 2", "a: [", "a: \"\\q\""})
  void refusesWhatIsNotOneMapping(String text) {
    assertThatThrownBy(() -> BoundedYaml.read(bytes(text)))
        .isInstanceOf(JsonProcessingException.class);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
