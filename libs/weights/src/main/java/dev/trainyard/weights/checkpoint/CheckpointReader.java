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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  /** What is enough for a state dict, and bounds the objects that a hostile one makes. */
  private static final long MAX_DESCRIBED_PICKLE_BYTES = 1L << 20;

  private static final long MAX_DESCRIBED_DIRECTORY_BYTES = 4L << 20;
  private static final String DATA_PARALLEL_PREFIX = "module.";
  private static final List<String> NESTED_STATE_DICTS =
      List.of("state_dict", "model_state_dict", "model");

  private final CheckpointEntries entries;
  private final long maxPickleBytes;
  private final Map<String, ByteBuffer> storages = new HashMap<>();
  private long storageBytesLeft;
  private long tensorBytesLeft;

  private CheckpointReader(ZipFile zip, long fileSize, long maxPickleBytes)
      throws InvalidCheckpointException {
    this.entries = new CheckpointEntries(zip);
    this.maxPickleBytes = maxPickleBytes;
    this.storageBytesLeft = fileSize;
    this.tensorBytesLeft = fileSize;
  }

  /**
   * Reads the state dict, in its order and without a {@code module.} prefix.
   *
   * @throws InvalidCheckpointException if the file is no checkpoint that can be read
   */
  public static Map<String, Tensor> read(Path file) throws IOException {
    return read(file, MAX_PICKLE_BYTES, reader -> reader.tensors(reader::materialise));
  }

  /**
   * Reads the state dict as {@link #read} does, every element of it, and keeps none: memory use
   * does not depend on the file.
   *
   * @throws InvalidCheckpointException if the file is no checkpoint that can be read, or its pickle
   *     or directory is larger than a state dict's
   */
  public static Map<String, TensorHeader> describe(Path file) throws IOException {
    requireZipFormat(file);
    var end =
        ZipEnd.of(file).orElseThrow(() -> new InvalidCheckpointException("the file is cut off"));
    if (end.directoryBytes() > MAX_DESCRIBED_DIRECTORY_BYTES) {
      throw new InvalidCheckpointException(
          "the file has too many entries; save the state dict alone");
    }
    return read(file, MAX_DESCRIBED_PICKLE_BYTES, CheckpointReader::headers);
  }

  private static <T> T read(Path file, long maxPickleBytes, Reading<T> reading) throws IOException {
    try (var zip = open(file)) {
      return reading.by(new CheckpointReader(zip, Files.size(file), maxPickleBytes));
    } catch (ZipException | IllegalArgumentException | ArithmeticException e) {
      throw new InvalidCheckpointException("the file is damaged: " + e.getMessage(), e);
    } catch (UncheckedIOException e) {
      throw new InvalidCheckpointException("the file is damaged", e);
    }
  }

  @FunctionalInterface
  private interface Reading<T> {
    T by(CheckpointReader reader) throws IOException;
  }

  @FunctionalInterface
  private interface Form<T> {
    T of(String name, TensorReference reference) throws IOException;
  }

  /** Reads an attachment written by {@link CheckpointWriter}, if there is one. */
  public static Optional<byte[]> attachment(Path file, String name) throws IOException {
    try (var zip = open(file)) {
      var reader = new CheckpointReader(zip, Files.size(file), MAX_PICKLE_BYTES);
      return reader.entries.has(name)
          ? Optional.of(reader.entries.content(name, MAX_PICKLE_BYTES))
          : Optional.empty();
    } catch (ZipException | IllegalArgumentException e) {
      throw new InvalidCheckpointException("the file is damaged: " + e.getMessage(), e);
    }
  }

  private static ZipFile open(Path file) throws IOException {
    requireZipFormat(file);
    var zip = new ZipFile(file.toFile());
    if (zip.size() > MAX_ENTRIES) {
      zip.close();
      throw new InvalidCheckpointException("the file has more than " + MAX_ENTRIES + " entries");
    }
    return zip;
  }

  private static void requireZipFormat(Path file) throws IOException {
    byte[] magic;
    try (var in = Files.newInputStream(file)) {
      magic = in.readNBytes(4);
    }
    if (magic.length < 4 || magic[0] != 'P' || magic[1] != 'K') {
      throw new InvalidCheckpointException(
          "not a checkpoint in PyTorch's zip format; the format of PyTorch before 1.6 is not"
              + " supported: load the file in PyTorch and save it again");
    }
  }

  private <T> Map<String, T> tensors(Form<T> form) throws IOException {
    if (entries.has("byteorder")
        && !new String(entries.content("byteorder", 16), StandardCharsets.US_ASCII)
            .strip()
            .equals("little")) {
      throw new InvalidCheckpointException("big-endian checkpoints are not supported");
    }
    Object root = PickleReader.read(entries.content("data.pkl", maxPickleBytes));
    var tensors = new LinkedHashMap<String, T>();
    for (var entry : stateDict(root).entrySet()) {
      if (entry.getKey() instanceof String name
          && entry.getValue() instanceof TensorReference tensor) {
        tensors.put(withoutPrefix(name), form.of(name, tensor));
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
    long count = checkedCount(name, reference);
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

  private Map<String, TensorHeader> headers() throws IOException {
    var references = tensors(this::checked);
    var byStorage = new LinkedHashMap<StorageReference, Map<String, TensorReference>>();
    references.forEach(
        (name, reference) ->
            byStorage
                .computeIfAbsent(reference.storage(), storage -> new LinkedHashMap<>())
                .put(name, reference));
    var notFinite = new HashSet<String>();
    for (var storage : byStorage.entrySet()) {
      notFinite.addAll(scan(storage.getKey(), storage.getValue()));
    }
    var headers = new LinkedHashMap<String, TensorHeader>();
    references.forEach(
        (name, reference) ->
            headers.put(
                name,
                new TensorHeader(
                    reference.storage().type().elementType(),
                    reference.shape(),
                    !notFinite.contains(name))));
    return Collections.unmodifiableMap(headers);
  }

  private TensorReference checked(String name, TensorReference reference)
      throws InvalidCheckpointException {
    checkedCount(name, reference);
    return reference;
  }

  private Set<String> scan(StorageReference storage, Map<String, TensorReference> tensors)
      throws IOException {
    long size = Math.multiplyExact(storage.elementCount(), storage.type().bytes());
    takeStorageBytes(size);
    var scan = new StorageScan(storage.type(), tensors);
    if (entries.pass("data/" + storage.key(), size, scan::look) != size) {
      throw wrongLength(tensors.keySet().iterator().next());
    }
    return scan.found();
  }

  private long checkedCount(String name, TensorReference reference)
      throws InvalidCheckpointException {
    checkBounds(name, reference);
    long count = Tensor.elementCount(reference.shape());
    tensorBytesLeft -= Math.multiplyExact(count, reference.storage().type().bytes());
    if (tensorBytesLeft < 0) {
      throw new InvalidCheckpointException("the tensors are larger than the file");
    }
    return count;
  }

  private void takeStorageBytes(long size) throws InvalidCheckpointException {
    storageBytesLeft -= size;
    if (storageBytesLeft < 0) {
      throw new InvalidCheckpointException("the tensors are larger than the file");
    }
  }

  private static InvalidCheckpointException wrongLength(String name) {
    return new InvalidCheckpointException(name + ": its data has the wrong length");
  }

  /** The bytes of a storage, read once however many tensors share it. */
  private ByteBuffer storage(String name, StorageReference reference) throws IOException {
    long size = Math.multiplyExact(reference.elementCount(), reference.type().bytes());
    var known = storages.get(reference.key());
    if (known == null) {
      takeStorageBytes(size);
      known =
          ByteBuffer.wrap(entries.content("data/" + reference.key(), size))
              .order(ByteOrder.LITTLE_ENDIAN);
      storages.put(reference.key(), known);
    }
    if (known.remaining() != size) {
      throw wrongLength(name);
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
    for (int i = 0; i < shape.length; i++) {
      if (shape[i] <= 0 || strides[i] < 0) {
        throw new InvalidCheckpointException(name + ": impossible shape");
      }
    }
    if (reference.last() >= reference.storage().elementCount()) {
      throw new InvalidCheckpointException(name + ": reaches beyond its data");
    }
  }
}
