package dev.trainyard.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opencv.core.Core;

class OpenCvLibraryTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "Linux,amd64",
    "Linux,aarch64",
    "Windows 11,amd64",
    "Mac OS X,x86_64",
    "Mac OS X,aarch64"
  })
  void findsTheLibraryOfEachPlatform(String system, String architecture) {
    var name = OpenCvLibrary.resource(system, architecture);
    assertThat(Core.class.getResource("/nu/pattern/opencv/" + name)).isNotNull();
  }

  @Test
  void unpacksOnceAndAgainIfOnlyAPartIsThere() throws Exception {
    var name = OpenCvLibrary.resource("Linux", "amd64");
    var resource = Core.class.getResource("/nu/pattern/opencv/" + name);
    var file = OpenCvLibrary.unpack(resource, folder);
    long size = Files.size(file);
    var written = Files.getLastModifiedTime(file);
    assertThat(OpenCvLibrary.unpack(resource, folder)).isEqualTo(file);
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(written);

    Files.write(file, new byte[100]);
    OpenCvLibrary.unpack(resource, folder);
    assertThat(file).hasSize(size);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }
}
