package dev.trainyard.weights.checkpoint;

import dev.trainyard.weights.checkpoint.PickleReader.StorageReference;
import dev.trainyard.weights.checkpoint.PickleReader.TensorReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Reads tensors from a PyTorch checkpoint in the zip format, and executes nothing from it. Memory
 * is bounded by the size of the file: entries are stored, not compressed, and tensors may together
 * not be larger than the file.
 */
public final class CheckpointReader {
  private static final int MAX_ENTRIES = 100_000;
  private static final long MAX_PICKLE_BYTES = 64L << 20;
  private static final String DATA_PARALLEL_PREFIX = "module.";
  private static final List<String> NESTED_STATE_DICTS =
      List.of("state_dict", "model_state_dict", "model");

  private final ZipFile zip;
  private final String folder;
  private final Map<String, ByteBuffer> storages = new HashMap<>();
  private long storageBytesLeft;
  private long tensorBytesLeft;

  private CheckpointReader(ZipFile zip, long fileSize) throws InvalidCheckpointException {
    this.zip = zip;
    this.storageBytesLeft = fileSize;
    this.tensorBytesLeft = fileSize;
    this.folder =
        zip.stream()
            .map(ZipEntry::getName)
            .filter(name -> name.equals("data.pkl") || name.endsWith("/data.pkl"))
            .map(name -> name.substring(0, name.length() - "data.pkl".length()))
            .findFirst()
            .orElseThrow(
                () -> new InvalidCheckpointException("not a PyTorch checkpoint: no data.pkl"));
  }

  /**
   * Reads the state dict, in its order and without a {@code module.} prefix.
   *
   * @throws InvalidCheckpointException if the file is no checkpoint that can be read
   */
  public static Map<String, Tensor> read(Path file) throws IOException {
    try (var zip = open(file)) {
      return new CheckpointReader(zip, Files.size(file)).tensors();
    } catch (ZipException | IllegalArgumentException | ArithmeticException e) {
      throw new InvalidCheckpointException("the file is damaged: " + e.getMessage(), e);
    } catch (UncheckedIOException e) {
      throw new InvalidCheckpointException("the file is damaged", e);
    }
  }

  /** Reads an attachment written by {@link CheckpointWriter}, if there is one. */
  public static Optional<byte[]> attachment(Path file, String name) throws IOException {
    try (var zip = open(file)) {
      var reader = new CheckpointReader(zip, Files.size(file));
      var entry = zip.getEntry(reader.folder + name);
      return entry == null
          ? Optional.empty()
          : Optional.of(reader.content(reader.folder + name, MAX_PICKLE_BYTES));
    } catch (ZipException | IllegalArgumentException e) {
      throw new InvalidCheckpointException("the file is damaged: " + e.getMessage(), e);
    }
  }

  private static ZipFile open(Path file) throws IOException {
    byte[] magic;
    try (var in = Files.newInputStream(file)) {
      magic = in.readNBytes(4);
    }
    if (magic.length < 4 || magic[0] != 'P' || magic[1] != 'K') {
      throw new InvalidCheckpointException(
          "not a checkpoint in PyTorch's zip format; the format of PyTorch before 1.6 is not"
              + " supported: load the file in PyTorch and save it again");
    }
    var zip = new ZipFile(file.toFile());
    if (zip.size() > MAX_ENTRIES) {
      zip.close();
      throw new InvalidCheckpointException("the file has more than " + MAX_ENTRIES + " entries");
    }
    return zip;
  }

  private Map<String, Tensor> tensors() throws IOException {
    if (zip.getEntry(folder + "byteorder") != null
        && !new String(content(folder + "byteorder", 16), StandardCharsets.US_ASCII)
            .strip()
            .equals("little")) {
      throw new InvalidCheckpointException("big-endian checkpoints are not supported");
    }
    Object root = PickleReader.read(content(folder + "data.pkl", MAX_PICKLE_BYTES));
    var tensors = new LinkedHashMap<String, Tensor>();
    for (var entry : stateDict(root).entrySet()) {
      if (entry.getKey() instanceof String name
          && entry.getValue() instanceof TensorReference tensor) {
        tensors.put(withoutPrefix(name), materialise(name, tensor));
      }
    }
    if (tensors.isEmpty()) {
      throw new InvalidCheckpointException("the file holds no state dict of tensors");
    }
    return Collections.unmodifiableMap(tensors);
  }

  private static Map<?, ?> stateDict(Object root) throws InvalidCheckpointException {
    if (!(root instanceof Map<?, ?> map)) {
      throw new InvalidCheckpointException("the file holds no state dict");
    }
    for (String key : NESTED_STATE_DICTS) {
      if (map.get(key) instanceof Map<?, ?> nested) {
        return nested;
      }
    }
    return map;
  }

  private static String withoutPrefix(String name) {
    return name.startsWith(DATA_PARALLEL_PREFIX)
        ? name.substring(DATA_PARALLEL_PREFIX.length())
        : name;
  }

  private Tensor materialise(String name, TensorReference reference) throws IOException {
    var storage = reference.storage();
    checkBounds(name, reference);
    long count = Tensor.elementCount(reference.shape());
    tensorBytesLeft -= Math.multiplyExact(count, storage.type().bytes());
    if (tensorBytesLeft < 0) {
      throw new InvalidCheckpointException("the tensors are larger than the file");
    }
    var source = storage(name, storage);
    var type = storage.type().elementType();
    boolean asStored = storage.type() == StorageType.FLOAT || storage.type() == StorageType.LONG;
    if (asStored
        && Arrays.equals(reference.strides(), PickleWriter.contiguousStrides(reference.shape()))) {
      int start = Math.toIntExact(reference.offset() * type.bytes());
      return new Tensor(
          type, reference.shape(), source.slice(start, Math.toIntExact(count * type.bytes())));
    }
    var target =
        ByteBuffer.allocate(Math.toIntExact(Math.multiplyExact(count, type.bytes())))
            .order(ByteOrder.LITTLE_ENDIAN);
    gather(reference, source, target, 0, Math.toIntExact(reference.offset()));
    return new Tensor(type, reference.shape(), target.flip());
  }

  /** The bytes of a storage, read once however many tensors share it. */
  private ByteBuffer storage(String name, StorageReference reference) throws IOException {
    long size = Math.multiplyExact(reference.elementCount(), reference.type().bytes());
    var known = storages.get(reference.key());
    if (known == null) {
      storageBytesLeft -= size;
      if (storageBytesLeft < 0) {
        throw new InvalidCheckpointException("the tensors are larger than the file");
      }
      known =
          ByteBuffer.wrap(content(folder + "data/" + reference.key(), size))
              .order(ByteOrder.LITTLE_ENDIAN);
      storages.put(reference.key(), known);
    }
    if (known.remaining() != size) {
      throw new InvalidCheckpointException(name + ": its data has the wrong length");
    }
    return known;
  }

  private static void gather(
      TensorReference reference, ByteBuffer source, ByteBuffer target, int dimension, int offset) {
    if (dimension == reference.shape().length) {
      reference.storage().type().convert(source, offset, target);
      return;
    }
    for (int i = 0; i < reference.shape()[dimension]; i++) {
      int next = offset + (int) (i * reference.strides()[dimension]);
      gather(reference, source, target, dimension + 1, next);
    }
  }

  private static void checkBounds(String name, TensorReference reference)
      throws InvalidCheckpointException {
    long[] shape = reference.shape();
    long[] strides = reference.strides();
    if (shape.length != strides.length || shape.length > 8 || reference.offset() < 0) {
      throw new InvalidCheckpointException(name + ": impossible shape");
    }
    long last = reference.offset();
    for (int i = 0; i < shape.length; i++) {
      if (shape[i] <= 0 || strides[i] < 0) {
        throw new InvalidCheckpointException(name + ": impossible shape");
      }
      last = Math.addExact(last, Math.multiplyExact(shape[i] - 1, strides[i]));
    }
    if (last >= reference.storage().elementCount()) {
      throw new InvalidCheckpointException(name + ": reaches beyond its data");
    }
  }

  private byte[] content(String entryName, long maximum) throws IOException {
    var entry = zip.getEntry(entryName);
    if (entry == null) {
      throw new InvalidCheckpointException("the file lacks " + entryName);
    }
    if (entry.getMethod() != ZipEntry.STORED) {
      throw new InvalidCheckpointException("a checkpoint's entries are never compressed");
    }
    if (entry.getSize() > maximum) {
      throw new InvalidCheckpointException(entryName + " is larger than it should be");
    }
    var checksum = new CRC32();
    try (var in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes((int) Math.min(maximum, Integer.MAX_VALUE - 8));
      checksum.update(bytes);
      if (entry.getCrc() != -1 && checksum.getValue() != entry.getCrc()) {
        throw new InvalidCheckpointException("the file is damaged: checksum of " + entryName);
      }
      return bytes;
    }
  }
}
