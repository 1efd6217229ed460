package dev.trainyard.template.archive;

/** What one check gathers while it looks at the images. Thread-safe. */
record Gathered(
    Findings findings, DuplicateImages duplicates, LookAlikes lookAlikes, Thumbnails thumbnails) {}
