/** The servers of tests in containers, by Testcontainers. */
package dev.trainyard.backends.container;
