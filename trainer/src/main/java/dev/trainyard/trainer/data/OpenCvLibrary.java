package dev.trainyard.trainer.data;

import ai.djl.util.Utils;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.opencv.core.Core;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * OpenCV's native library, loaded once per process. It is unpacked once per user of the machine,
 * into the folder where DJL keeps the libraries of PyTorch: a copy per process would be left behind
 * by every process that is killed. Where it cannot be loaded, images are decoded without it.
 */
final class OpenCvLibrary {
  private static final Logger LOG = LoggerFactory.getLogger(OpenCvLibrary.class);
  private static final String RESOURCES = "/nu/pattern/opencv/";
  private static final boolean LOADED = load();

  private OpenCvLibrary() {}

  /** Whether OpenCV can be used on this machine. */
  static boolean isLoaded() {
    return LOADED;
  }

  private static boolean load() {
    try {
      var name = resource(System.getProperty("os.name"), System.getProperty("os.arch"));
      var resource = Core.class.getResource(RESOURCES + name);
      if (resource == null) {
        throw new IOException("it has no library " + name);
      }
      var folder = Utils.getEngineCacheDir("opencv").resolve(Core.VERSION);
      System.load(unpack(resource, folder).toAbsolutePath().toString());
      // Every worker is a thread of its own already.
      Core.setNumThreads(1);
      return true;
    } catch (IOException | RuntimeException | LinkageError e) {
      LOG.warn("OpenCV cannot be used, JPEG files decode more slowly without it: {}", e.toString());
      return false;
    }
  }

  /** The library of a platform, by the path that OpenCV's jar gives it. */
  static String resource(String systemName, String architectureName) {
    var system = systemName.toLowerCase(Locale.ROOT);
    boolean arm = architectureName.equals("aarch64") || architectureName.equals("arm64");
    var architecture = arm ? "ARMv8/" : "x86_64/";
    if (system.startsWith("windows")) {
      return "windows/" + architecture + Core.NATIVE_LIBRARY_NAME + ".dll";
    }
    return system.startsWith("mac")
        ? "osx/" + architecture + "lib" + Core.NATIVE_LIBRARY_NAME + ".dylib"
        : "linux/" + architecture + "lib" + Core.NATIVE_LIBRARY_NAME + ".so";
  }

  /** The library as a file in the folder; written there if it is not, or only in part. */
  static Path unpack(URL resource, Path folder) throws IOException {
    var path = resource.getPath();
    var file = folder.resolve(path.substring(path.lastIndexOf('/') + 1));
    var connection = resource.openConnection();
    try (var in = connection.getInputStream()) {
      if (Files.exists(file) && Files.size(file) == connection.getContentLengthLong()) {
        return file;
      }
      Files.createDirectories(folder);
      var part = Files.createTempFile(folder, "part", null);
      try {
        Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
      return file;
    }
  }
}
