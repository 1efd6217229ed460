package dev.trainyard.template.archive;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;

/**
 * A scanned A4 page of 150 dpi: a form with logo, labels, a table and small print, and what
 * somebody wrote into it. Drawn without fonts, which a build machine need not have.
 */
record FormPage(BufferedImage image) {
  private static final int WIDTH = 1240;
  private static final int HEIGHT = 1754;
  private static final int FIELDS = 10;
  private static final int GLYPHS = 40;

  /**
   * @param form pages of one form have the same layout and the same labels
   * @param content pages of the same content say the same
   */
  static FormPage of(int form, int content) {
    return of(form, content, FIELDS);
  }

  /**
   * @param fields how many fields have that content; the others are the same on each such page
   */
  static FormPage of(int form, int content, int fields) {
    var image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    var graphics = image.createGraphics();
    graphics.setColor(new Color(0xF4F4F0));
    graphics.fillRect(0, 0, WIDTH, HEIGHT);
    graphics.setColor(new Color(0x181820));
    drawForm(graphics, new Random(form));
    var written = new Random(1_000L + content);
    for (var field = 0; field < FIELDS; field++) {
      var text = field < fields ? written : new Random(form * 50L + field);
      write(graphics, text, 450, 320 + 50 * field, 8 + text.nextInt(16), 3);
    }
    var table = fields == FIELDS ? written : new Random(form * 70L);
    for (var row = 0; row < 12; row++) {
      write(graphics, table, 120, 862 + 50 * row, 10 + table.nextInt(20), 2);
      write(graphics, table, 950, 862 + 50 * row, 6, 2);
    }
    graphics.dispose();
    return new FormPage(image);
  }

  /** Paper, and the noise of a scanner. */
  static FormPage blank(int noise) {
    var image = new BufferedImage(WIDTH / 4, HEIGHT / 4, BufferedImage.TYPE_INT_RGB);
    var random = new Random(noise);
    for (var y = 0; y < image.getHeight(); y++) {
      for (var x = 0; x < image.getWidth(); x++) {
        image.setRGB(x, y, 0x010101 * (245 + random.nextInt(8)));
      }
    }
    return new FormPage(image);
  }

  FormPage scaled(double factor) {
    var width = (int) Math.round(image.getWidth() * factor);
    var height = (int) Math.round(image.getHeight() * factor);
    var scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    var graphics = scaled.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, 0, 0, width, height, null);
    graphics.dispose();
    return new FormPage(scaled);
  }

  FormPage brighter(double factor) {
    var changed =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
    for (var y = 0; y < image.getHeight(); y++) {
      for (var x = 0; x < image.getWidth(); x++) {
        var grey = Math.min(255, (int) ((image.getRGB(x, y) & 0xFF) * factor));
        changed.setRGB(x, y, 0x010101 * grey);
      }
    }
    return new FormPage(changed);
  }

  byte[] jpeg(double quality) {
    var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    var bytes = new ByteArrayOutputStream();
    try (var output = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(output);
      var parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality((float) quality);
      writer.write(null, new IIOImage(image, null, null), parameters);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static void drawForm(Graphics2D graphics, Random form) {
    graphics.fillRect(100, 80, 200 + form.nextInt(200), 60 + form.nextInt(80));
    for (var line = 0; line < 4; line++) {
      write(graphics, form, 700, 80 + 30 * line, 20 + form.nextInt(10), 2);
    }
    for (var field = 0; field < FIELDS; field++) {
      write(graphics, form, 100, 320 + 50 * field, 8 + form.nextInt(10), 3);
    }
    for (var line = 0; line <= 12; line++) {
      graphics.fillRect(100, 850 + 50 * line, 1040, 2);
    }
    for (var line = 0; line < 4; line++) {
      write(graphics, form, 100, 1560 + 30 * line, 80, 2);
    }
  }

  /** Letters of 5 × 7 dots, each of them any but always the same. */
  private static void write(
      Graphics2D graphics, Random text, int left, int top, int letters, int dot) {
    for (var letter = 0; letter < letters; letter++) {
      var glyph = new Random(31L * text.nextInt(GLYPHS));
      var isSpace = text.nextInt(6) == 0;
      for (var at = 0; at < 35 && !isSpace; at++) {
        if (glyph.nextBoolean()) {
          graphics.fillRect(left + dot * (6 * letter + at % 5), top + dot * (at / 5), dot, dot);
        }
      }
    }
  }
}
