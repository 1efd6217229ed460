package dev.trainyard.bench.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Sizes of the images that deploy/images/build has made on this machine. */
final class ImageSizes {
  private static final List<String> IMAGES =
      List.of(
          "template-service",
          "process-service",
          "model-registry-service",
          "monitoring-service",
          "agent-cpu",
          "agent-cuda");
  private static final String FORMAT = "{{.Size}}";

  private ImageSizes() {}

  /** One line for each image. */
  static List<String> lines() throws IOException, InterruptedException {
    var lines = new ArrayList<String>();
    for (var image : IMAGES) {
      var size = size("docker.io/trainyard/" + image + ":0.1.0-SNAPSHOT");
      lines.add(
          String.format(
              Locale.ROOT,
              "  %-24s %s",
              image,
              size.map(bytes -> String.format(Locale.ROOT, "%,.0f MB", bytes / 1e6))
                  .orElse("not built")));
    }
    return lines;
  }

  private static Optional<Double> size(String image) throws IOException, InterruptedException {
    for (var tool : List.of("podman", "docker")) {
      try {
        var process =
            new ProcessBuilder(tool, "image", "inspect", "--format", FORMAT, image)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() == 0) {
          return Optional.of(Double.parseDouble(text.trim()));
        }
      } catch (IOException e) {
        // There is no such tool.
      }
    }
    return Optional.empty();
  }
}
