package dev.trainyard.kit.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** What a browser does with an answer (RFC 6266). */
public final class ContentDisposition {
  private ContentDisposition() {}

  /**
   * To keep it as a file.
   *
   * @param fileName any characters: those outside ASCII are encoded
   */
  public static String attachment(String fileName) {
    return "attachment; filename*=UTF-8''"
        + URLEncoder.encode(fileName, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
