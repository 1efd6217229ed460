/** The benchmark of the remaining time: {@code trainyard bench remaining-time}. */
package dev.trainyard.bench.remaining;
