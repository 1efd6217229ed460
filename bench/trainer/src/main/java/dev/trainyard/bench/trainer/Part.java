package dev.trainyard.bench.trainer;

/** What can be measured alone. */
enum Part {
  COMPUTE,
  SCANS,
  OVERHEAD
}
