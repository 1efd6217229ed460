package dev.trainyard.registry;

import java.util.UUID;

/** Where the registry keeps its objects. */
public final class Buckets {
  /** Archives of models. */
  public static final String MODELS = "trainyard-models";

  private Buckets() {}

  /** Where an agent may write a model's archive; nothing there is trusted. */
  public static String uploadKey(UUID modelId) {
    return "uploads/" + modelId + ".zip";
  }

  /** Where a checked archive lies; its digest in the key makes it the same for ever. */
  public static String archiveKey(UUID modelId, String sha256) {
    return "models/" + modelId + "/" + sha256 + ".zip";
  }
}
