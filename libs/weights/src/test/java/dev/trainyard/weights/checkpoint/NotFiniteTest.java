package dev.trainyard.weights.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Elements that are no finite numbers are found in whatever form a file holds them. */
class NotFiniteTest {
  /** More than is read at a time. */
  private static final int MANY = 50_000;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "FloatStorage,    4, 000000007fc00000, false",
    "FloatStorage,    4, 000000007f800000, false",
    "FloatStorage,    4, 00000000ff800000, false",
    "FloatStorage,    4, 00000000ff7fffff, true",
    "DoubleStorage,   8, 7ff8000000000000, false",
    "DoubleStorage,   8, fff0000000000000, false",
    // 1e39, which float32 cannot hold, and the largest that it can.
    "DoubleStorage,   8, 48078287f49c4a1d, false",
    "DoubleStorage,   8, 47efffffe0000000, true",
    "HalfStorage,     2, 0000000000007e00, false",
    "HalfStorage,     2, 000000000000fc00, false",
    "HalfStorage,     2, 0000000000007bff, true",
    "BFloat16Storage, 2, 0000000000007fc0, false",
    "BFloat16Storage, 2, 000000000000ff80, false",
    "BFloat16Storage, 2, 0000000000007f7f, true",
    "LongStorage,     8, 7ff8000000000000, true",
    "IntStorage,      4, 000000007fc00000, true",
  })
  void knowsThemByTheirBits(String storage, int bytes, String bits, boolean finite)
      throws IOException {
    for (int at : new int[] {0, MANY / 2, MANY - 1}) {
      var data = ByteBuffer.allocate(MANY * bytes).order(ByteOrder.LITTLE_ENDIAN);
      var element = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      element.putLong(0, Long.parseUnsignedLong(bits, 16));
      data.put(at * bytes, element, 0, bytes);
      var file = checkpoint(storage, data.array(), MANY, view("w", 0, MANY, 1));
      assertThat(CheckpointReader.describe(file).get("w").finite()).isEqualTo(finite);
    }
  }

  @Test
  void tellsWhichOfTheTensorsThatShareAStorageHasThem() throws IOException {
    var file =
        checkpoint(
            "FloatStorage",
            floatsWithNaNAt(6),
            10,
            view("before", 0, 6, 1),
            view("around", 4, 5, 1),
            view("after", 7, 3, 1),
            view("first", 0, 1, 1));
    var tensors = CheckpointReader.describe(file);
    assertThat(tensors).hasSize(4);
    assertThat(tensors.entrySet().stream().filter(entry -> !entry.getValue().finite()))
        .extracting(entry -> entry.getKey())
        .containsExactly("around");
  }

  @Test
  void passesOverWhatNoTensorReaches() throws IOException {
    var file =
        checkpoint(
            "FloatStorage",
            floatsWithNaNAt(6),
            10,
            view("before", 0, 3, 2),
            view("after", 7, 3, 1));
    assertThat(CheckpointReader.describe(file).values()).allMatch(TensorHeader::finite);
  }

  private static byte[] floatsWithNaNAt(int index) {
    var data = ByteBuffer.allocate(10 * 4).order(ByteOrder.LITTLE_ENDIAN);
    return data.putFloat(index * 4, Float.NaN).array();
  }

  private record View(String name, int offset, int length, int stride) {}

  private static View view(String name, int offset, int length, int stride) {
    return new View(name, offset, length, stride);
  }

  /** A checkpoint of one storage and tensors of one dimension that lie in it. */
  private Path checkpoint(String storage, byte[] data, int elements, View... views)
      throws IOException {
    var pickle = new ByteArrayOutputStream();
    pickle.write('}');
    for (var view : views) {
      text(pickle, view.name());
      ascii(pickle, "ctorch._utils\n_rebuild_tensor_v2\n((");
      text(pickle, "storage");
      ascii(pickle, "ctorch\n" + storage + "\n");
      text(pickle, "0");
      text(pickle, "cpu");
      integer(pickle, elements);
      ascii(pickle, "tQ");
      integer(pickle, view.offset());
      pickle.write('(');
      integer(pickle, view.length());
      ascii(pickle, "t(");
      integer(pickle, view.stride());
      ascii(pickle, "t");
      pickle.write(Opcode.NEWFALSE);
      ascii(pickle, "}tRs");
    }
    pickle.write('.');
    var file = folder.resolve("model.pth");
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      PlainZip.store(zip, "archive/data.pkl", pickle.toByteArray());
      PlainZip.store(zip, "archive/data/0", data);
    }
    return file;
  }

  private static void ascii(ByteArrayOutputStream pickle, String text) {
    pickle.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void text(ByteArrayOutputStream pickle, String text) {
    pickle.write(Opcode.SHORT_BINUNICODE);
    pickle.write(text.length());
    ascii(pickle, text);
  }

  private static void integer(ByteArrayOutputStream pickle, int value) {
    pickle.write(Opcode.BININT);
    pickle.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
  }
}
