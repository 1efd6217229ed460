package dev.trainyard.agent.model;

import java.nio.file.Path;

/**
 * A base model's archive on this machine.
 *
 * @param name the base model's name
 * @param archive the file
 * @param sha256 its digest, checked, lower-case hex
 */
public record BaseModelFile(String name, Path archive, String sha256) {}
