package dev.trainyard.trainer.network;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtModel;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript program, run by DJL's engine: one call for what would be thousands of calls of
 * single operations. Owns native memory: close it. Not thread-safe.
 */
final class Program implements AutoCloseable {
  // An instance of the class with its one attribute, training = False: pickle protocol 2, as
  // torch.jit.save writes it.
  private static final byte[] INSTANCE =
      ("\u0080\u0002c__torch__\n"
              + ProgramText.CLASS
              + "\n)\u0081}X\u0008\u0000\u0000\u0000training\u0089sb.")
          .getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] NO_CONSTANTS = "\u0080\u0002).".getBytes(StandardCharsets.ISO_8859_1);

  /** A list argument of a method. */
  record Argument(String name, Collection<NDArray> arrays) {}

  private final PtModel model;

  Program(String text, NDManager manager) {
    model = (PtModel) Model.newInstance("network", manager.getDevice(), "PyTorch");
    try {
      model.load(new ByteArrayInputStream(archive(text)), false);
    } catch (IOException | ai.djl.MalformedModelException e) {
      model.close();
      throw new IllegalStateException("the network's program cannot be loaded", e);
    }
  }

  /**
   * Runs a method.
   *
   * @param first its first arguments; the result lives as long as the manager of the first of them
   * @param lists the arguments after them
   */
  NDArray run(String method, List<NDArray> first, List<Argument> lists) {
    var inputs = new NDList();
    first.forEach(
        array -> {
          array.setName(null);
          inputs.add(array);
        });
    for (var list : lists) {
      for (var array : list.arrays()) {
        // How the engine is told to make a list of them.
        array.setName(list.name() + "[]");
        inputs.add(array);
      }
    }
    var name = first.get(0).getManager().create(0);
    name.setName("module_method:" + method);
    inputs.add(name);
    return IValueUtils.forward((PtSymbolBlock) model.getBlock(), inputs, true).singletonOrThrow();
  }

  private static byte[] archive(String text) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.setMethod(ZipOutputStream.STORED);
      entry(zip, "data.pkl", INSTANCE);
      entry(zip, "code/__torch__.py", text.getBytes(StandardCharsets.US_ASCII));
      entry(zip, "constants.pkl", NO_CONSTANTS);
      entry(zip, "version", "3\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
    var checksum = new CRC32();
    checksum.update(content);
    var entry = new ZipEntry("network/" + name);
    entry.setSize(content.length);
    entry.setCrc(checksum.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  @Override
  public void close() {
    model.close();
  }
}
