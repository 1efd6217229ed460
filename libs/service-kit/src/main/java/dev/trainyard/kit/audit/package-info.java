/** Who did what, and who was not let: for the journal. */
package dev.trainyard.kit.audit;
