package dev.trainyard.template.archive;

/**
 * An image of a dataset and the place that it has there.
 *
 * @param item where it is in the archive that was sent
 * @param test whether it is to measure with, and not to learn from
 * @param className its label
 */
public record DatasetImage(ZipItem item, boolean test, String className) {

  /** Its path in an archive that has the sets: {@code train/<class>/<file>}. */
  String path() {
    var name = item.name();
    return (test ? DatasetLayout.TEST : DatasetLayout.TRAIN)
        + "/"
        + className
        + "/"
        + name.substring(name.lastIndexOf('/') + 1);
  }
}
