package dev.trainyard.template.archive;

/**
 * How large a dataset's archive and what is in it may be.
 *
 * @param maxEntries files and folders
 * @param maxUncompressedBytes all files together, unpacked
 * @param maxCompressionRatio unpacked size over packed size, for an archive as a whole that is not
 *     small
 * @param maxImageBytes one image file, unpacked
 * @param maxImagePixels width × height of one image
 * @param fewImages a class with fewer images to learn from is worth a warning
 */
public record ArchiveLimits(
    int maxEntries,
    long maxUncompressedBytes,
    int maxCompressionRatio,
    long maxImageBytes,
    long maxImagePixels,
    int fewImages) {}
