/** Traces that go on over messages, files and processes, where no framework carries them. */
package dev.trainyard.kit.tracing;
