package dev.trainyard.trainer.compute;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.cuda.CudaUtils;
import dev.trainyard.contracts.training.Precision;
import java.util.OptionalLong;

/**
 * The PyTorch engine on the device that a run uses. Owns native memory: close it. Belongs to the
 * thread that opened it, since PyTorch records gradients per thread.
 */
public final class Compute implements AutoCloseable {
  private final Engine engine;
  private final Device device;
  private final NDManager manager;

  private Compute(Engine engine, Device device) {
    this.engine = engine;
    this.device = device;
    this.manager = NDManager.newBaseManager(device, engine.getEngineName());
    JniUtils.setGradMode(false);
  }

  /** Opens the wanted device, or the processor where there is no GPU that PyTorch can use. */
  public static Compute open(dev.trainyard.contracts.training.Device wanted) {
    // A training never downloads, and tells nobody that it runs.
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    NativeTuning.apply();
    var engine = Engine.getEngine("PyTorch");
    // The program is run as it is written: PyTorch's own rewriting would cost the first iterations
    // and make what is computed depend on how often it was.
    JniUtils.setGraphExecutorOptimize(false);
    boolean gpu =
        switch (wanted) {
          case CUDA -> engine.getGpuCount() > 0;
          case CPU -> false;
        };
    return new Compute(engine, gpu ? Device.gpu(0) : Device.cpu());
  }

  /** The manager of everything that lives as long as the run. */
  public NDManager manager() {
    return manager;
  }

  /** What the run computes on. */
  public dev.trainyard.contracts.training.Device device() {
    return device.isGpu()
        ? dev.trainyard.contracts.training.Device.CUDA
        : dev.trainyard.contracts.training.Device.CPU;
  }

  /** Free memory of the device in bytes; empty for the processor, which uses the machine's. */
  public OptionalLong freeDeviceBytes() {
    if (!device.isGpu()) {
      return OptionalLong.empty();
    }
    var usage = CudaUtils.getGpuMemory(device);
    return OptionalLong.of(usage.getMax() - usage.getCommitted());
  }

  /** The wanted precision; for {@link Precision#AUTO}, the faster one on this device. */
  public Precision decide(Precision wanted) {
    if (wanted != Precision.AUTO) {
      return wanted;
    }
    return hasBfloat16() ? Precision.BFLOAT16 : Precision.FLOAT32;
  }

  /** True if the device itself has arithmetic for bfloat16. */
  public boolean hasBfloat16() {
    return device.isGpu()
        ? Bfloat16.inCapability(CudaUtils.getComputeCapability(device.getDeviceId()))
        : Bfloat16.ofProcessor();
  }

  /** PyTorch's version. */
  public String pytorchVersion() {
    return engine.getVersion();
  }

  @Override
  public void close() {
    manager.close();
  }
}
