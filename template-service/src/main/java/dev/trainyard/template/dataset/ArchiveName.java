package dev.trainyard.template.dataset;

/**
 * A dataset's archive.
 *
 * @param objectKey where it is in the bucket
 * @param fileName what clients are to call it
 */
record ArchiveName(String objectKey, String fileName) {}
