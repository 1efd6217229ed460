package dev.trainyard.registry.archive;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Archives as a trainer writes them, and others. */
public final class TestArchives {
  public static final byte[] WEIGHTS =
      "not really weights".repeat(5_000).getBytes(StandardCharsets.UTF_8);

  private TestArchives() {}

  /** A config as the trainer writes it, for these weights. */
  public static String config(byte[] weights) {
    return """
        formatVersion: 1
        modelType: classifier
        architecture: resnet18
        classes:
        - "0"
        - invoice
        - "\u0434\u043e\u0433\u043e\u0432\u043e\u0440"
        input:
          imageSize: 224
          channels: RGB
          mean:
          - 0.485
          - 0.456
          - 0.406
          standardDeviation: [0.229, 0.224, 0.225]
        metrics:
          averagePrecision: 0.98
        training:
          startedAt: 2026-11-23T15:00:00Z
        model:
          file: model.pth
          format: pytorch
          sha256: %s
          sizeBytes: %d
        """
        .formatted(sha256(weights), weights.length);
  }

  /** An archive whose config has these sections, in the place of the usual ones or beside them. */
  public static byte[] with(Map<String, ?> sections) {
    try {
      var yaml = new ObjectMapper(new YAMLFactory());
      var document = (ObjectNode) yaml.readTree(config(WEIGHTS));
      sections.forEach((name, section) -> document.set(name, yaml.valueToTree(section)));
      return of(WEIGHTS, yaml.writeValueAsString(document));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static byte[] valid() {
    return of(WEIGHTS, config(WEIGHTS));
  }

  /** More than the buffers between client and storage hold. */
  public static byte[] large() {
    var weights = new byte[24 << 20];
    new Random(1).nextBytes(weights);
    return of(weights, config(weights));
  }

  public static byte[] of(byte[] weights, String config) {
    var entries = new LinkedHashMap<String, byte[]>();
    entries.put("model.pth", weights);
    entries.put("config.yaml", config.getBytes(StandardCharsets.UTF_8));
    return zip(entries);
  }

  public static byte[] zip(Map<String, byte[]> entries) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (var entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  public static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
