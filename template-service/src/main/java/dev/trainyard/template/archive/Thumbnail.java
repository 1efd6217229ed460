package dev.trainyard.template.archive;

/**
 * A small picture of an image.
 *
 * @param file the image's path in the archive that was sent, as problems name it
 * @param path its path in the dataset: {@code train/<class>/<file>}
 * @param test whether it is in the test set
 * @param className its label
 * @param jpeg at most {@link Thumbnails#EDGE} pixels wide and high, upright
 */
public record Thumbnail(String file, String path, boolean test, String className, byte[] jpeg) {}
