/** What can be set, and what cannot. */
package dev.trainyard.kit.settings;
