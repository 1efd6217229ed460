package dev.trainyard.weights.checkpoint;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A pickle machine that knows tensors, numbers, strings and containers, and nothing else. Every
 * other opcode or global is refused before it has any effect. Work and memory are bounded by the
 * pickle's length: containers hold references, and nothing here walks into them.
 */
final class PickleReader {
  /** A tensor not yet read: where its elements lie in which storage. */
  record TensorReference(StorageReference storage, long offset, long[] shape, long[] strides) {

    /** Where in the storage the last element is. */
    long last() {
      long last = offset;
      for (int i = 0; i < shape.length; i++) {
        last = Math.addExact(last, Math.multiplyExact(shape[i] - 1, strides[i]));
      }
      return last;
    }
  }

  /** A storage: the entry {@code data/<key>} of the file. */
  record StorageReference(StorageType type, String key, long elementCount) {}

  private record Global(String module, String name) {
    @Override
    public String toString() {
      return module + "." + name;
    }
  }

  private static final Object MARK = new Object();
  private static final Object NONE = new Object();
  private static final Global ORDERED_DICT = new Global("collections", "OrderedDict");
  private static final Global REBUILD_TENSOR = new Global("torch._utils", "_rebuild_tensor_v2");
  private static final Global REBUILD_PARAMETER = new Global("torch._utils", "_rebuild_parameter");

  private final ByteBuffer in;
  private final List<Object> stack = new ArrayList<>();
  private final Map<Integer, Object> memo = new HashMap<>();

  private PickleReader(byte[] pickle) {
    this.in = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Reads the pickled object: maps, lists, strings, numbers and {@link TensorReference}s.
   *
   * @throws InvalidCheckpointException if the pickle is damaged or holds anything else
   */
  static Object read(byte[] pickle) throws InvalidCheckpointException {
    try {
      return new PickleReader(pickle).run();
    } catch (BufferUnderflowException e) {
      throw new InvalidCheckpointException("the pickle ends too early", e);
    }
  }

  private Object run() throws InvalidCheckpointException {
    while (true) {
      int opcode = in.get() & 0xff;
      if (opcode == Opcode.STOP) {
        return pop();
      }
      if (!scalar(opcode) && !container(opcode) && !memory(opcode)) {
        throw new InvalidCheckpointException(
            "opcode 0x%02x is not allowed in a checkpoint".formatted(opcode));
      }
    }
  }

  private boolean scalar(int opcode) throws InvalidCheckpointException {
    switch (opcode) {
      case Opcode.NONE -> push(NONE);
      case Opcode.NEWTRUE -> push(Boolean.TRUE);
      case Opcode.NEWFALSE -> push(Boolean.FALSE);
      case Opcode.BININT -> push((long) in.getInt());
      case Opcode.BININT1 -> push((long) (in.get() & 0xff));
      case Opcode.BININT2 -> push((long) (in.getShort() & 0xffff));
      case Opcode.LONG1 -> push(longOf(in.get() & 0xff));
      case Opcode.BINFLOAT -> push(Double.longBitsToDouble(Long.reverseBytes(in.getLong())));
      case Opcode.BINUNICODE -> push(string(in.getInt()));
      case Opcode.SHORT_BINUNICODE -> push(string(in.get() & 0xff));
      case Opcode.GLOBAL -> push(global(line(), line()));
      case Opcode.STACK_GLOBAL -> {
        String name = popAs(String.class);
        push(global(popAs(String.class), name));
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean container(int opcode) throws InvalidCheckpointException {
    switch (opcode) {
      case Opcode.MARK -> push(MARK);
      case Opcode.EMPTY_TUPLE -> push(List.of());
      case Opcode.EMPTY_LIST -> push(new ArrayList<>());
      case Opcode.EMPTY_DICT -> push(new LinkedHashMap<>());
      case Opcode.TUPLE -> push(popToMark());
      case Opcode.TUPLE1 -> push(popTuple(1));
      case Opcode.TUPLE2 -> push(popTuple(2));
      case Opcode.TUPLE3 -> push(popTuple(3));
      case Opcode.APPEND -> append(popTuple(1));
      case Opcode.APPENDS -> append(popToMark());
      case Opcode.SETITEM -> setItems(popTuple(2));
      case Opcode.SETITEMS -> setItems(popToMark());
      case Opcode.REDUCE -> {
        List<?> arguments = popAs(List.class);
        push(call(popAs(Global.class), arguments));
      }
      // The state of an OrderedDict is its _metadata attribute, which nothing here needs.
      case Opcode.BUILD -> {
        pop();
        popAndPushBack(Map.class);
      }
      case Opcode.BINPERSID -> push(storage(popAs(List.class)));
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean memory(int opcode) throws InvalidCheckpointException {
    switch (opcode) {
      case Opcode.PROTO -> in.get();
      case Opcode.FRAME -> in.getLong();
      case Opcode.BINPUT -> memo.put(in.get() & 0xff, top());
      case Opcode.LONG_BINPUT -> memo.put(in.getInt(), top());
      case Opcode.MEMOIZE -> memo.put(memo.size(), top());
      case Opcode.BINGET -> push(remembered(in.get() & 0xff));
      case Opcode.LONG_BINGET -> push(remembered(in.getInt()));
      default -> {
        return false;
      }
    }
    return true;
  }

  private static Object global(String module, String name) throws InvalidCheckpointException {
    var global = new Global(module, name);
    if (global.equals(ORDERED_DICT)
        || global.equals(REBUILD_TENSOR)
        || global.equals(REBUILD_PARAMETER)) {
      return global;
    }
    if (module.equals("torch")) {
      var type = StorageType.named(name);
      if (type.isPresent()) {
        return type.get();
      }
    }
    throw new InvalidCheckpointException(
        "the file refers to " + printable(global) + ", which is not part of a tensor");
  }

  private Object call(Global function, List<?> arguments) throws InvalidCheckpointException {
    if (function.equals(ORDERED_DICT) && arguments.isEmpty()) {
      return new LinkedHashMap<>();
    }
    if (function.equals(REBUILD_TENSOR) && arguments.size() >= 4) {
      return new TensorReference(
          as(StorageReference.class, arguments.get(0)),
          as(Long.class, arguments.get(1)),
          longs(arguments.get(2)),
          longs(arguments.get(3)));
    }
    if (function.equals(REBUILD_PARAMETER) && !arguments.isEmpty()) {
      return as(TensorReference.class, arguments.get(0));
    }
    throw new InvalidCheckpointException("unexpected arguments of " + function);
  }

  private static StorageReference storage(List<?> id) throws InvalidCheckpointException {
    if (id.size() < 5 || !"storage".equals(id.get(0))) {
      throw new InvalidCheckpointException("unexpected persistent id");
    }
    return new StorageReference(
        as(StorageType.class, id.get(1)), as(String.class, id.get(2)), as(Long.class, id.get(4)));
  }

  private void append(List<Object> items) throws InvalidCheckpointException {
    @SuppressWarnings("unchecked")
    List<Object> list = (List<Object>) as(ArrayList.class, top());
    list.addAll(items);
  }

  private void setItems(List<Object> items) throws InvalidCheckpointException {
    if (items.size() % 2 != 0) {
      throw new InvalidCheckpointException("a dictionary entry has no value");
    }
    @SuppressWarnings("unchecked")
    Map<Object, Object> map = (Map<Object, Object>) as(LinkedHashMap.class, top());
    for (int i = 0; i < items.size(); i += 2) {
      Object key = items.get(i);
      // Containers as keys would make hashing walk into them.
      if (!(key instanceof String || key instanceof Long)) {
        throw new InvalidCheckpointException("a dictionary key is neither text nor number");
      }
      map.put(key, items.get(i + 1));
    }
  }

  private static long[] longs(Object list) throws InvalidCheckpointException {
    List<?> values = as(List.class, list);
    var longs = new long[values.size()];
    for (int i = 0; i < longs.length; i++) {
      longs[i] = as(Long.class, values.get(i));
    }
    return longs;
  }

  private long longOf(int length) throws InvalidCheckpointException {
    if (length > 8) {
      throw new InvalidCheckpointException("an integer has more than 64 bits");
    }
    long value = 0;
    for (int i = 0; i < length; i++) {
      byte next = in.get();
      value |= (i == length - 1 ? (long) next : next & 0xffL) << (8 * i);
    }
    return value;
  }

  private String string(int length) throws InvalidCheckpointException {
    if (length < 0 || length > in.remaining()) {
      throw new InvalidCheckpointException("a text is longer than the pickle");
    }
    var utf8 = new byte[length];
    in.get(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private String line() {
    var text = new StringBuilder();
    for (byte next = in.get(); next != '\n'; next = in.get()) {
      text.append((char) (next & 0xff));
    }
    return text.toString();
  }

  private static String printable(Global global) {
    String text = global.toString().replaceAll("[^\\w.]", "?");
    return text.length() > 100 ? text.substring(0, 100) + "…" : text;
  }

  private void push(Object value) {
    stack.add(value);
  }

  private Object top() throws InvalidCheckpointException {
    if (stack.isEmpty()) {
      throw new InvalidCheckpointException("the pickle takes from an empty stack");
    }
    return stack.get(stack.size() - 1);
  }

  private Object pop() throws InvalidCheckpointException {
    Object value = top();
    stack.remove(stack.size() - 1);
    return value;
  }

  private <T> T popAs(Class<T> type) throws InvalidCheckpointException {
    return as(type, pop());
  }

  private void popAndPushBack(Class<?> type) throws InvalidCheckpointException {
    as(type, top());
  }

  private List<Object> popTuple(int size) throws InvalidCheckpointException {
    if (stack.size() < size) {
      throw new InvalidCheckpointException("the pickle takes from an empty stack");
    }
    return takeFrom(stack.size() - size);
  }

  private List<Object> popToMark() throws InvalidCheckpointException {
    int mark = stack.lastIndexOf(MARK);
    if (mark < 0) {
      throw new InvalidCheckpointException("a mark is missing");
    }
    var items = takeFrom(mark + 1);
    pop();
    return items;
  }

  private List<Object> takeFrom(int start) {
    var tail = stack.subList(start, stack.size());
    var items = List.copyOf(tail);
    tail.clear();
    return items;
  }

  private Object remembered(int key) throws InvalidCheckpointException {
    Object value = memo.get(key);
    if (value == null) {
      throw new InvalidCheckpointException("the pickle refers to what it has not yet said");
    }
    return value;
  }

  private static <T> T as(Class<T> type, Object value) throws InvalidCheckpointException {
    if (!type.isInstance(value)) {
      throw new InvalidCheckpointException(
          "found %s where %s is needed"
              .formatted(value.getClass().getSimpleName(), type.getSimpleName()));
    }
    return type.cast(value);
  }
}
