package dev.trainyard.local.chaos;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A model as an agent delivers it, without the training. */
final class SampleModel {
  private static final UUID PROJECT = UUID.randomUUID();

  private SampleModel() {}

  static byte[] archive() {
    var weights = "weights ".repeat(10_000).getBytes(StandardCharsets.UTF_8);
    var config =
        """
        formatVersion: 1
        modelType: classifier
        architecture: resnet18
        classes: ["0", invoice]
        input:
          imageSize: 224
          channels: RGB
          mean: [0.485, 0.456, 0.406]
          standardDeviation: [0.229, 0.224, 0.225]
        metrics:
          averagePrecision: 0.98
        model:
          file: model.pth
          format: pytorch
          sha256: %s
          sizeBytes: %d
        """
            .formatted(sha256(weights), weights.length);
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("model.pth"));
      zip.write(weights);
      zip.putNextEntry(new ZipEntry("config.yaml"));
      zip.write(config.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static String registration(String process) {
    return """
        {"name": "steps", "projectId": "%s", "templateId": "%s", "processId": "%s", "attempt": 1,
         "machineId": "%s", "modelType": "classifier", "metrics": {"averagePrecision": 0.98}}"""
        .formatted(PROJECT, PROJECT, process, PROJECT);
  }

  static String completion(byte[] archive) {
    return "{\"sha256\": \"%s\", \"sizeBytes\": %d}".formatted(sha256(archive), archive.length);
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
