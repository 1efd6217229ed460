package dev.trainyard.contracts.http;

import java.util.Map;

/**
 * What services and the gateway tell browsers with every answer: to do nothing with it but what it
 * is for. What concerns HTTPS is said where HTTPS ends, which is neither.
 */
public final class AnswerHeaders {
  /** On every answer, whatever a resource says. */
  public static final Map<String, String> FIXED =
      Map.of("X-Content-Type-Options", "nosniff", "Referrer-Policy", "no-referrer");

  private static final Map<String, String> NO_PAGE =
      Map.of("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");

  /** What is in here belongs to those who may see it, and changes. */
  private static final Map<String, String> NO_PAGE_AND_NOT_KEPT =
      Map.of(
          "Content-Security-Policy",
          NO_PAGE.get("Content-Security-Policy"),
          "Cache-Control",
          "no-store");

  private AnswerHeaders() {}

  /**
   * On answers whose resource says nothing of them itself, as pages do.
   *
   * @param path that was asked for, without {@code ..} and the like
   */
  public static Map<String, String> unlessSaid(String path) {
    return path.startsWith("/api/") ? NO_PAGE_AND_NOT_KEPT : NO_PAGE;
  }
}
