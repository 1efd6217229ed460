package dev.trainyard.kit.lifecycle;

/**
 * Fired once, when the database is there and of this version, before anything else uses it. An
 * observer that fails ends the service.
 */
public record DatabaseMigrated() {}
