package dev.trainyard.template.archive;

/** What can be wrong with a dataset's archive, the gravest first. */
public enum ProblemCode {
  /** Another kind of file. */
  NOT_AN_ARCHIVE(Severity.ERROR),
  /** Cut off, or changed on the way. */
  DAMAGED(Severity.ERROR),
  /** More files and folders than allowed. */
  TOO_MANY_ENTRIES(Severity.ERROR),
  /** More bytes than allowed, unpacked. */
  TOO_LARGE(Severity.ERROR),
  /** Unpacks to many times its size, or to more than it says. */
  ZIP_BOMB(Severity.ERROR),
  /** A path that leads outside the archive, or could. */
  PATH_OUTSIDE(Severity.ERROR),
  /** A link, device or other thing that is no file. */
  LINK(Severity.ERROR),
  /** A file with holes, as tar can hold it. */
  SPARSE_FILE(Severity.ERROR),
  /** Needs a password. */
  ENCRYPTED(Severity.ERROR),
  /** A zip method other than deflate. */
  UNKNOWN_COMPRESSION(Severity.ERROR),
  /** A name that is not UTF-8. */
  NAME_ENCODING(Severity.ERROR),
  /** A name that is empty, too long or has control characters. */
  UNUSABLE_NAME(Severity.ERROR),
  /** Two entries of one name. */
  DUPLICATE_ENTRY(Severity.ERROR),
  /** A folder whose name can be no class. */
  CLASS_NAME(Severity.ERROR),
  /** A set without images. */
  NO_IMAGES(Severity.ERROR),
  /** A class of the test set that the train set does not have. */
  CLASS_NOT_TRAINED(Severity.ERROR),
  /** Cannot be decoded. */
  UNREADABLE_IMAGE(Severity.ERROR),
  /** More bytes than one image may have. */
  IMAGE_TOO_LARGE(Severity.ERROR),
  /** More pixels than one image may have. */
  TOO_MANY_PIXELS(Severity.ERROR),
  /** A TIFF of several pages. */
  SEVERAL_PAGES(Severity.ERROR),
  /** One image, byte for byte, in two classes. */
  SAME_IMAGE_TWO_CLASSES(Severity.ERROR),
  /** One image, byte for byte, in the train set and the test set. */
  LEAK(Severity.WARNING),
  /** An image of the test set that looks the same as one of the train set. */
  NEAR_LEAK(Severity.WARNING),
  /** One image, byte for byte, twice in one set. */
  DUPLICATE(Severity.WARNING),
  /** Decoded, but damaged. */
  IMAGE_DEFECTS(Severity.WARNING),
  /** One class only. */
  ONE_CLASS(Severity.WARNING),
  /** A class with few images to learn from. */
  FEW_IMAGES(Severity.WARNING),
  /** A class with many times the images of another. */
  UNBALANCED(Severity.WARNING),
  /** A class without images to measure with. */
  CLASS_NOT_MEASURED(Severity.WARNING),
  /** An image in no class's folder. */
  IGNORED_FILE(Severity.WARNING),
  /** A file of another kind. */
  NOT_AN_IMAGE(Severity.WARNING);

  private final Severity severity;

  ProblemCode(Severity severity) {
    this.severity = severity;
  }

  public Severity severity() {
    return severity;
  }
}
