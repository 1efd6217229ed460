package dev.trainyard.bench.trainer.scans;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.plugins.jpeg.JPEGImageWriteParam;

/** Writes a page as a scanner does: JPEG, quality 85, 300 dots per inch. */
final class JpegFile {
  private static final float QUALITY = 0.85f;
  private static final String DOTS_PER_INCH = "300";
  private static final String FORMAT = "javax_imageio_jpeg_image_1.0";

  private JpegFile() {}

  static void write(BufferedImage page, Path file) throws IOException {
    var partial = file.resolveSibling(file.getFileName() + ".part");
    var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (var stream = ImageIO.createImageOutputStream(partial.toFile())) {
      var parameters = new JPEGImageWriteParam(null);
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(QUALITY);
      var metadata =
          writer.getDefaultImageMetadata(
              ImageTypeSpecifier.createFromRenderedImage(page), parameters);
      setResolution(metadata);
      writer.setOutput(stream);
      writer.write(null, new IIOImage(page, null, metadata), parameters);
    } finally {
      writer.dispose();
    }
    Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void setResolution(IIOMetadata metadata) throws IOException {
    var tree = (IIOMetadataNode) metadata.getAsTree(FORMAT);
    var header = (IIOMetadataNode) tree.getElementsByTagName("app0JFIF").item(0);
    header.setAttribute("resUnits", "1");
    header.setAttribute("Xdensity", DOTS_PER_INCH);
    header.setAttribute("Ydensity", DOTS_PER_INCH);
    metadata.setFromTree(FORMAT, tree);
  }
}
