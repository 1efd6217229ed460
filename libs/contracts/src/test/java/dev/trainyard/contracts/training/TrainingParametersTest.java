package dev.trainyard.contracts.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingParametersTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void takesDefaultOfWhatIsAbsent() throws IOException {
    var parameters = JSON.readValue("{}", TrainingParameters.class);
    assertThat(parameters).isEqualTo(TrainingParameters.defaults());
    assertThat(parameters.allowedExtensions())
        .containsExactly(".jpeg", ".jpg", ".jpe", ".png", ".bmp", ".dib", ".tiff", ".tif");
    assertThat(parameters.augmentation()).isEqualTo(Augmentation.ROTATIONS_EXPOSURE_NOISE);
    assertThat(parameters.dataLoaderWorkers()).isEqualTo(8);
    assertThat(parameters.batchSize()).isEqualTo(2);
    assertThat(parameters.iterations()).isEqualTo(1000);
    assertThat(parameters.learningRate()).isEqualTo(0.005);
    assertThat(parameters.updatePeriodSeconds()).isEqualTo(5);
    assertThat(parameters.device()).isEqualTo(Device.CUDA);
    assertThat(parameters.imageSize()).isEqualTo(224);
    assertThat(parameters.evaluationInterval()).isEqualTo(100);
    assertThat(parameters.seed()).isEqualTo(42);
    assertThat(parameters.keep()).isEqualTo(Keep.BEST);
    assertThat(parameters.earlyStoppingPatience()).isNull();
    assertThat(parameters.freezeBackboneIterations()).isZero();
    assertThat(parameters.checkpointIntervalSeconds()).isEqualTo(60);
    assertThat(parameters.precision()).isEqualTo(Precision.AUTO);
  }

  @ParameterizedTest
  @CsvSource({
    "dataLoaderWorkers, 1, 64",
    "batchSize, 1, 1024",
    "iterations, 1, 1000000",
    "updatePeriodSeconds, 1, 600",
    "evaluationInterval, 1, 1000000",
    "earlyStoppingPatience, 1, 1000000",
    "freezeBackboneIterations, 0, 1000000",
    "checkpointIntervalSeconds, 1, 3600"
  })
  void holdsWholeNumberToItsLimits(String name, int minimum, int maximum) throws IOException {
    read(name, String.valueOf(minimum));
    read(name, String.valueOf(maximum));
    assertRefused(name, String.valueOf(minimum - 1));
    assertRefused(name, String.valueOf(maximum + 1));
    assertRefused(name, String.valueOf(Integer.MIN_VALUE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"32", "64", "224", "1024"})
  void acceptsImageSize(String size) throws IOException {
    assertThat(read("imageSize", size).imageSize()).isEqualTo(Integer.parseInt(size));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-32", "16", "100", "225", "1056"})
  void refusesImageSize(String size) {
    assertRefused("imageSize", size);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e-9", "0.005", "1", "1.0"})
  void acceptsLearningRate(String rate) throws IOException {
    assertThat(read("learningRate", rate).learningRate()).isEqualTo(Double.parseDouble(rate));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-0.1", "1.0001", "\"NaN\"", "\"Infinity\"", "\"-Infinity\""})
  void refusesLearningRate(String rate) {
    assertRefused("learningRate", rate);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "[\".exe\"]", "[\"png\"]", "[\".png\", \".gif\"]"})
  void refusesExtensions(String extensions) {
    assertRefused("allowedExtensions", extensions);
  }

  @Test
  void comparesExtensionsWithoutCase() throws IOException {
    assertThat(read("allowedExtensions", "[\".PNG\", \".png\"]").allowedExtensions())
        .isEqualTo(List.of(".png"));
  }

  @Test
  void namesEveryParameterOutsideItsLimits() {
    assertThatThrownBy(
            () ->
                JSON.readValue(
                    "{\"iterations\": 0, \"batchSize\": 0, \"learningRate\": 2}",
                    TrainingParameters.class))
        .isInstanceOf(JsonMappingException.class)
        .cause()
        .asInstanceOf(type(InvalidTrainingParametersException.class))
        .satisfies(
            refusal ->
                assertThat(refusal.violations())
                    .extracting(ParameterViolation::field)
                    .containsExactlyInAnyOrder("iterations", "batchSize", "learningRate"));
  }

  @Test
  void warnsOfOverfittingAboveFiveThousandIterations() throws IOException {
    assertThat(read("iterations", "5000").warnings()).isEmpty();
    assertThat(read("iterations", "5001").warnings())
        .singleElement()
        .asString()
        .contains("overfit");
  }

  @Test
  void isReadBackAsItWas() throws IOException {
    var parameters = read("earlyStoppingPatience", "3");
    assertThat(JSON.readValue(JSON.writeValueAsString(parameters), TrainingParameters.class))
        .isEqualTo(parameters);
    assertThat(JSON.writeValueAsString(TrainingParameters.defaults()))
        .doesNotContain("earlyStoppingPatience");
  }

  private static TrainingParameters read(String name, String value) throws IOException {
    return JSON.readValue("{\"" + name + "\": " + value + "}", TrainingParameters.class);
  }

  private static void assertRefused(String name, String value) {
    assertThatThrownBy(() -> read(name, value))
        .isInstanceOf(JsonMappingException.class)
        .cause()
        .asInstanceOf(type(InvalidTrainingParametersException.class))
        .satisfies(
            refusal ->
                assertThat(refusal.violations())
                    .extracting(ParameterViolation::field)
                    .containsExactly(name));
  }
}
