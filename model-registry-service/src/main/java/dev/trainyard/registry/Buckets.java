package dev.trainyard.registry;

import java.util.UUID;

/** Where the registry keeps its objects. */
public final class Buckets {
  /** Archives of models. */
  public static final String MODELS = "trainyard-models";

  /** Archives of base models. */
  public static final String BASE_MODELS = "trainyard-base-models";

  private static final String BASE_MODEL_PREFIX = "base-models/";

  private Buckets() {}

  /** The bucket in which an object with this key lies. */
  public static String of(String key) {
    return key.startsWith(BASE_MODEL_PREFIX) ? BASE_MODELS : MODELS;
  }

  /** Where a base model's archive lies; its digest in the key makes it the same for ever. */
  public static String baseModelKey(UUID baseModelId, String sha256) {
    return BASE_MODEL_PREFIX + baseModelId + "/" + sha256 + ".zip";
  }

  /** Where an agent may write a model's archive; nothing there is trusted. */
  public static String uploadKey(UUID modelId) {
    return "uploads/" + modelId + ".zip";
  }

  /** Where a checked archive lies; its digest in the key makes it the same for ever. */
  public static String archiveKey(UUID modelId, String sha256) {
    return "models/" + modelId + "/" + sha256 + ".zip";
  }
}
