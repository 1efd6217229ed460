package dev.trainyard.kit.problem;

/** The body is of a media type that is not read here. */
public class UnsupportedMediaTypeException extends ProblemException {
  public UnsupportedMediaTypeException(String detail) {
    super("unsupported-media-type", "Unsupported Media Type", 415, detail);
  }
}
