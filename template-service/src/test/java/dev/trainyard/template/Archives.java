package dev.trainyard.template;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;

/** Builds zip archives: {@code anArchive().images("train/a", 3).file("README", "…").bytes()}. */
public final class Archives {
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();
  private final ZipOutputStream zip = new ZipOutputStream(content);

  private Archives() {}

  public static Archives anArchive() {
    return new Archives();
  }

  /** Two classes, five images: the smallest archive without a warning. */
  public static Archives aDataset() {
    return anArchive()
        .images("train/letter", 2)
        .images("train/invoice", 1)
        .images("test/letter", 1)
        .images("test/invoice", 1);
  }

  public Archives images(String folder, int count) {
    for (var number = 0; number < count; number++) {
      file(folder + "/" + number + ".png", image("png", 16, 8 + number, folder.hashCode()));
    }
    return this;
  }

  public Archives file(String name, String text) {
    return file(name, text.getBytes(StandardCharsets.UTF_8));
  }

  public Archives file(String name, byte[] bytes) {
    return entry(new ZipEntry(name), bytes);
  }

  /** Without compression. */
  public Archives stored(String name, byte[] bytes) {
    var checksum = new CRC32();
    checksum.update(bytes);
    var entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(checksum.getValue());
    return entry(entry, bytes);
  }

  private Archives entry(ZipEntry entry, byte[] bytes) {
    try {
      zip.putNextEntry(entry);
      zip.write(bytes);
      zip.closeEntry();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public byte[] bytes() {
    try {
      zip.close();
      return content.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files of a zip by their names, in their order. */
  public static Map<String, byte[]> unzipped(byte[] zip) throws IOException {
    var files = new LinkedHashMap<String, byte[]>();
    try (var content = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (var entry = content.getNextEntry(); entry != null; entry = content.getNextEntry()) {
        files.put(entry.getName(), content.readAllBytes());
      }
    }
    return files;
  }

  /** A grey image with a dark bar. */
  public static byte[] image(String format, int width, int height) {
    return image(format, width, height, 0);
  }

  /** A grey image with a bar of a colour. */
  private static byte[] image(String format, int width, int height, int colour) {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    var graphics = image.createGraphics();
    graphics.setColor(Color.LIGHT_GRAY);
    graphics.fillRect(0, 0, width, height);
    graphics.setColor(new Color(colour));
    graphics.fillRect(width / 4, height / 4, width / 2, height / 4);
    graphics.dispose();
    var bytes = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, bytes)) {
        throw new IllegalArgumentException("no writer for " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
