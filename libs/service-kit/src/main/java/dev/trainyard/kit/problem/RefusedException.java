package dev.trainyard.kit.problem;

import java.util.Map;

/** Somebody is not let in: nobody knows who it is, or it is known and not permitted. */
public final class RefusedException extends ProblemException {
  private final Map<String, String> headers;

  private RefusedException(
      String kind, String title, int status, String detail, Map<String, String> headers) {
    super(kind, title, status, detail);
    this.headers = headers;
  }

  static RefusedException withoutToken() {
    return new RefusedException(
        "unauthorized",
        "Unauthorized",
        401,
        "This needs a token that is valid now: Authorization: Bearer TOKEN.",
        Map.of("WWW-Authenticate", "Bearer"));
  }

  static RefusedException withoutPermission() {
    return new RefusedException(
        "forbidden",
        "Forbidden",
        403,
        "Your roles do not permit this. Ask your administrator for one that does.",
        Map.of());
  }

  /** An agent asks for something else than its run needs. */
  public static RefusedException toAgents() {
    return new RefusedException(
        "forbidden",
        "Forbidden",
        403,
        "Agents may ask for what the process needs that runs on their machine, and nothing else.",
        Map.of());
  }

  @Override
  public Map<String, String> headers() {
    return headers;
  }
}
