package dev.trainyard.agent.platform;

import java.io.IOException;
import java.net.URI;

/** An answer other than success. The message holds the answer's own words, for the user. */
public class HttpStatusException extends IOException {
  private final int status;

  /**
   * @param uri what was asked; its query is left out of the message, since it may be a signature
   * @param status the HTTP status
   * @param detail what the server said
   */
  public HttpStatusException(URI uri, int status, String detail) {
    super(
        "%s://%s%s answered %d: %s"
            .formatted(uri.getScheme(), uri.getAuthority(), uri.getPath(), status, detail));
    this.status = status;
  }

  public int status() {
    return status;
  }

  /** Whether the same request may succeed later. */
  public boolean isTransient() {
    // 401: the token was not good any more, and the next one may be.
    return status >= 500 || status == 401 || status == 408 || status == 425 || status == 429;
  }
}
