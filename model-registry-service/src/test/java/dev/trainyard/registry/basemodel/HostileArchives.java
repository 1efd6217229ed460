package dev.trainyard.registry.basemodel;

import dev.trainyard.kit.testing.HandMadeZip;
import dev.trainyard.registry.archive.TestArchives;
import dev.trainyard.weights.Architecture;
import dev.trainyard.weights.RandomStateDict;
import dev.trainyard.weights.checkpoint.CheckpointWriter;
import dev.trainyard.weights.checkpoint.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Archives that are no base models. */
public final class HostileArchives {
  static final String CONFIGURATION =
      """
      formatVersion: 1
      modelType: classifier
      architecture: resnet18
      input:
        imageSize: 224
        mean: [0.5, 0.5, 0.5]
        standardDeviation: [0.5, 0.5, 0.5]
      """;
  private static final byte[] NO_WEIGHTS = "weights".getBytes(StandardCharsets.UTF_8);
  private static final int DIRECTORY_ENTRY = 0x02014b50;

  private HostileArchives() {}

  static byte[] withEntry(String name) {
    return TestArchives.zip(Map.of(name, NO_WEIGHTS, "config.yaml", text(CONFIGURATION)));
  }

  static byte[] withConfiguration(String configuration) {
    return TestArchives.zip(Map.of("model.pth", NO_WEIGHTS, "config.yaml", text(configuration)));
  }

  static byte[] withTwoWeights() {
    return TestArchives.zip(
        Map.of("one.pth", NO_WEIGHTS, "two.pth", NO_WEIGHTS, "config.yaml", text(CONFIGURATION)));
  }

  static byte[] withoutConfiguration() {
    return TestArchives.zip(Map.of("model.pth", NO_WEIGHTS));
  }

  static byte[] truncated() {
    var whole = withEntry("model.pth");
    return Arrays.copyOf(whole, whole.length / 2);
  }

  /** A link to a file of the machine, where the weights should be. */
  public static byte[] withLink() {
    var bytes =
        TestArchives.zip(
            Map.of("model.pth", text("/etc/passwd"), "config.yaml", text(CONFIGURATION)));
    patch(
        bytes,
        DIRECTORY_ENTRY,
        (zip, at) -> {
          if (zip.getShort(at + 28) == "model.pth".length()) {
            // Made on Unix, a symbolic link.
            zip.put(at + 5, (byte) 3).putInt(at + 38, 0120777 << 16);
          }
        });
    return bytes;
  }

  static byte[] encrypted() {
    var zip = new HandMadeZip();
    zip.encrypted("model.pth", NO_WEIGHTS, "password");
    zip.encrypted("config.yaml", text(CONFIGURATION), "password");
    return zip.bytes();
  }

  /** Two entries of one name, of which readers see the one or the other. */
  static byte[] withTwice(String name) {
    var other = "x".repeat(name.length());
    var entries = new LinkedHashMap<String, byte[]>();
    entries.put("model.pth", NO_WEIGHTS);
    entries.put("config.yaml", text(CONFIGURATION));
    entries.put(other, entries.get(name));
    var zip = new String(TestArchives.zip(entries), StandardCharsets.ISO_8859_1);
    return zip.replace(other, name).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A name that says that it is UTF-8, and is not. */
  static byte[] withBrokenName() {
    var bytes = withEntry("\u043c.pth");
    patch(
        bytes,
        DIRECTORY_ENTRY,
        (zip, at) -> {
          if (zip.getShort(at + 28) == "xx.pth".length()) {
            zip.put(at + 46, (byte) 0xff);
          }
        });
    return bytes;
  }

  /** Little to send, and more than is allowed when it is unpacked. */
  public static byte[] bomb() {
    return TestArchives.zip(
        Map.of("model.pth", new byte[80 << 20], "config.yaml", text(CONFIGURATION)));
  }

  static byte[] configurationBomb() {
    return withConfiguration("# " + "x".repeat(8 << 20));
  }

  /** A checkpoint with this pickle, which is refused before any tensor is looked at. */
  public static byte[] withPickle(String pickle) throws IOException {
    return TestArchives.zip(
        Map.of("model.pth", checkpoint(pickle), "config.yaml", text(CONFIGURATION)));
  }

  /** Weights of a resnet18 but for one tensor; as a file, since they are large. */
  public static Path withTensor(Path folder, String name, Tensor tensor) throws IOException {
    var tensors = new LinkedHashMap<>(new RandomStateDict(Architecture.RESNET18, 2, 1));
    tensors.put(name, tensor);
    var weights = folder.resolve("wrong.pth");
    CheckpointWriter.write(weights, tensors);
    var archive = folder.resolve("wrong.zip");
    try (var zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      zip.setLevel(0);
      zip.putNextEntry(new ZipEntry("model.pth"));
      Files.copy(weights, zip);
      zip.closeEntry();
      zip.putNextEntry(new ZipEntry("config.yaml"));
      zip.write(text(CONFIGURATION));
      zip.closeEntry();
    }
    return archive;
  }

  private static byte[] checkpoint(String pickle) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      var content = pickle.getBytes(StandardCharsets.ISO_8859_1);
      var sum = new CRC32();
      sum.update(content);
      var entry = new ZipEntry("archive/data.pkl");
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(content.length);
      entry.setCrc(sum.getValue());
      zip.putNextEntry(entry);
      zip.write(content);
      zip.closeEntry();
    }
    return bytes.toByteArray();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @FunctionalInterface
  private interface Change {
    void at(ByteBuffer zip, int position);
  }

  private static void patch(byte[] bytes, int signature, Change change) {
    var zip = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at + 4 <= bytes.length; at++) {
      if (zip.getInt(at) == signature) {
        change.at(zip, at);
      }
    }
  }
}
