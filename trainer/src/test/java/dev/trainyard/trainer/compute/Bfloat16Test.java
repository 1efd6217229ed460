package dev.trainyard.trainer.compute;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Bfloat16Test {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "flags\t\t: fpu avx2 avx512f avx512_bf16 vaes              | true",
        "flags\t\t: fpu amx_bf16                                   | true",
        "flags\t\t: fpu avx512f avx512_bf16_of_another_kind        | false",
        "flags\t\t: fpu avx2                                       | false",
        "model name\t: avx512_bf16                                 | false",
        "Features\t: fp asimd bf16                                 | false",
        "''                                                        | false"
      })
  void isReadFromTheFlagsOfTheProcessors(String cpuinfo, boolean expected) {
    assertThat(Bfloat16.inProcessors("processor : 0\n" + cpuinfo.strip() + "\nbugs : none\n"))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "flags : avx512_bf16, flags : avx512_bf16, true",
    "flags : avx512_bf16, flags : avx2, false"
  })
  void mustBeInEveryProcessor(String one, String other, boolean expected) {
    assertThat(Bfloat16.inProcessors(one + "\n\n" + other)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"61, false", "75, false", "80, true", "89, true", "90, true", "120, true"})
  void isInGpusFromAmpereOn(String capability, boolean expected) {
    assertThat(Bfloat16.inCapability(capability)).isEqualTo(expected);
  }
}
