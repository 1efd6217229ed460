package dev.trainyard.bench.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchTrainerTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "--image-size, 100, multiple of 32",
    "--repetitions, 0, at least 1",
    "--epochs, 1, at least 2",
    "--peer-scans, 501, at most --scans",
    "--scans, many, many",
    "--only, network, COMPUTE",
  })
  void refusesWhatCannotBeMeasuredAndNamesTheOption(String option, String value, String reason) {
    var errors = new StringWriter();

    int code = run(errors, option, value);

    assertThat(code).isEqualTo(2);
    assertThat(errors.toString()).contains(option).contains(reason).contains("--help");
  }

  @Test
  void refusesAnInterpreterWithoutTorchThatTheUserNamed() {
    var errors = new StringWriter();

    int code =
        run(errors, "--python", folder.resolve("python").toString(), "--data", folder.toString());

    assertThat(code).isEqualTo(1);
    assertThat(errors.toString()).contains("--python").contains("torchvision");
  }

  private static int run(StringWriter errors, String... arguments) {
    return BenchTrainer.commandLine(line -> {})
        .setErr(new PrintWriter(errors, true))
        .execute(arguments);
  }
}
