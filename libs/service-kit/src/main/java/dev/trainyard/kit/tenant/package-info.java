/** Whose rows somebody sees and writes: decided here for requests, messages and jobs alike. */
package dev.trainyard.kit.tenant;
