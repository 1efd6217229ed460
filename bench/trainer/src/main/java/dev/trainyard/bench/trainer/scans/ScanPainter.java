package dev.trainyard.bench.trainer.scans;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.SplittableRandom;

/** Paints one page. Single use: a page, a painter. */
final class ScanPainter {
  /** A4 at 300 dots per inch. */
  static final int WIDTH = 2480;

  static final int HEIGHT = 3508;

  private static final int MARGIN = 220;
  private static final double LETTER_HEIGHT = 30;
  private static final double LINE_HEIGHT = 56;
  private static final Script SCRIPT = new Script(7);

  private final SplittableRandom random;
  private final BufferedImage page = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
  private final Graphics2D pen = page.createGraphics();
  private final Color ink;

  private ScanPainter(SplittableRandom random) {
    this.random = random;
    int grey = 20 + random.nextInt(50);
    ink = new Color(grey, grey, grey + random.nextInt(40));
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, WIDTH, HEIGHT);
  }

  /** A clean page of this class, {@code TYPE_INT_RGB}; what the page holds depends on random. */
  static BufferedImage paint(DocumentClass documentClass, SplittableRandom random) {
    var painter = new ScanPainter(random);
    // Nobody lays paper on the glass quite straight.
    painter.pen.rotate((random.nextDouble() - 0.5) * 0.02, WIDTH / 2.0, HEIGHT / 2.0);
    switch (documentClass) {
      case INVOICE -> painter.invoice();
      case LETTER -> painter.letter();
      case FORM -> painter.form();
      case CONTRACT -> painter.contract();
    }
    painter.pen.dispose();
    return painter.page;
  }

  private void invoice() {
    pen.setColor(colour(0.6f, 0.7f));
    pen.fill(new Rectangle2D.Double(MARGIN, 180, 420 + random.nextInt(200), 220));
    text(1500, 200, 760, 5, 1);
    text(MARGIN, 560, 700, 4, 1);
    title(MARGIN, 900, 800);
    int rows = 10 + random.nextInt(12);
    int top = 1080;
    int height = 80;
    int[] columns = {MARGIN, 340, 1340, 1640, 1940, WIDTH - MARGIN};
    for (int row = 0; row <= rows; row++) {
      ruler(MARGIN, top + row * height, WIDTH - MARGIN, top + row * height);
      for (int column = 0; row < rows && column < columns.length - 1; column++) {
        int width = columns[column + 1] - columns[column] - 40;
        text(columns[column] + 20, top + row * height + 25, width, 1, 0.5);
      }
    }
    for (int column : columns) {
      ruler(column, top, column, top + rows * height);
    }
    int below = top + rows * height + 60;
    box(1500, below, WIDTH - MARGIN - 1500, 160);
    title(1540, below + 50, 640);
    text(MARGIN, 3200, WIDTH - 2 * MARGIN, 3, 1);
    if (random.nextBoolean()) {
      stamp(500 + random.nextInt(500), 2900);
    }
  }

  private void letter() {
    text(MARGIN, 420, 760, 5, 1);
    text(1700, 800, 500, 1, 1);
    title(MARGIN, 1000, 1200);
    int y = 1180;
    int paragraphs = 3 + random.nextInt(3);
    for (int i = 0; i < paragraphs && y < 2600; i++) {
      int lines = 3 + random.nextInt(6);
      text(MARGIN, y, WIDTH - 2 * MARGIN, lines, 1);
      y += (int) ((lines + 1) * LINE_HEIGHT);
    }
    signature(MARGIN + 60, y + 160);
    text(MARGIN, y + 330, 500, 2, 1);
    if (random.nextInt(3) == 0) {
      stamp(1500, y + 200);
    }
  }

  private void form() {
    pen.setColor(colour(0.3f, 0.45f));
    pen.fill(new Rectangle2D.Double(120, 140, WIDTH - 240, 200));
    text(MARGIN, 420, WIDTH - 2 * MARGIN, 2, 1);
    int fields = 8 + random.nextInt(4);
    for (int row = 0; row < fields; row++) {
      for (int column = 0; column < 2; column++) {
        int x = MARGIN + column * 1060;
        int y = 640 + row * 210;
        text(x, y, 500, 1, 0.6);
        box(x, y + 50, 960, 110);
        if (random.nextInt(3) > 0) {
          text(x + 30, y + 85, 700, 1, 1);
        }
      }
    }
    for (int tick = 0; tick < 6; tick++) {
      int x = MARGIN + tick % 3 * 700;
      int y = 640 + fields * 210 + tick / 3 * 100;
      box(x, y, 50, 50);
      text(x + 80, y + 10, 500, 1, 1);
      if (random.nextBoolean()) {
        ruler(x, y, x + 50, y + 50);
        ruler(x + 50, y, x, y + 50);
      }
    }
  }

  private void contract() {
    title(700, 240, 1100);
    text(900, 360, 700, 1, 1);
    int lines = 34 + random.nextInt(8);
    for (int column = 0; column < 2; column++) {
      text(MARGIN + column * 1050, 520, 980, lines, 1);
    }
    for (int column = 0; column < 2; column++) {
      int x = MARGIN + column * 1100;
      ruler(x, 3150, x + 850, 3150);
      signature(x + 80, 3080);
      text(x, 3190, 700, 1, 0.8);
    }
    stamp(1100 + random.nextInt(200), 3000);
  }

  private void text(double x, double y, double width, int lines, double scale) {
    pen.setColor(ink);
    double size = 0.75 + 0.25 * scale;
    pen.setStroke(new BasicStroke((float) (4.5 * size)));
    for (int line = 0; line < lines; line++) {
      // The last line of a paragraph is shorter.
      double length = line == lines - 1 && lines > 2 ? width * 0.6 : width;
      pen.draw(SCRIPT.line(x, y + line * LINE_HEIGHT, length, LETTER_HEIGHT * size, random));
    }
  }

  private void title(double x, double y, double width) {
    pen.setColor(ink);
    pen.setStroke(new BasicStroke(9));
    pen.draw(SCRIPT.line(x, y, width, 1.8 * LETTER_HEIGHT, random));
  }

  private void ruler(int fromX, int fromY, int toX, int toY) {
    pen.setColor(ink);
    pen.setStroke(new BasicStroke(3));
    pen.drawLine(fromX, fromY, toX, toY);
  }

  private void box(int x, int y, int width, int height) {
    pen.setColor(ink);
    pen.setStroke(new BasicStroke(4));
    pen.drawRect(x, y, width, height);
  }

  private void signature(double x, double y) {
    pen.setColor(new Color(30, 40, 120 + random.nextInt(80)));
    pen.setStroke(new BasicStroke(6));
    var path = new Path2D.Double();
    path.moveTo(x, y);
    for (int i = 1; i <= 7; i++) {
      path.quadTo(
          x + i * 70 - 60, y + random.nextInt(240) - 160, x + i * 70, y + random.nextInt(60) - 30);
    }
    pen.draw(path);
  }

  private void stamp(double x, double y) {
    var colour = colour(0.7f, 0.75f);
    pen.setColor(new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 150));
    pen.setStroke(new BasicStroke(10));
    double radius = 150 + random.nextInt(60);
    pen.draw(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
    pen.draw(
        new Ellipse2D.Double(x - radius + 40, y - radius + 40, 2 * radius - 80, 2 * radius - 80));
    pen.draw(SCRIPT.line(x - radius + 60, y - 20, 2 * radius - 120, 40, random));
  }

  private Color colour(float saturation, float brightness) {
    return Color.getHSBColor((float) random.nextDouble(), saturation, brightness);
  }
}
