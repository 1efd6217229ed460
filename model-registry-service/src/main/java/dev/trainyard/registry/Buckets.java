package dev.trainyard.registry;

import java.util.Optional;
import java.util.UUID;

/** Where the registry keeps its objects. */
public final class Buckets {
  /** Archives of models. */
  public static final String MODELS = "trainyard-models";

  /** Archives of base models. */
  public static final String BASE_MODELS = "trainyard-base-models";

  private static final String BASE_MODEL_PREFIX = "base-models/";
  private static final String UPLOAD_PREFIX = "uploads/";
  private static final String ZIP = ".zip";

  private Buckets() {}

  /** The bucket in which an object with this key lies. */
  public static String of(String key) {
    return key.startsWith(BASE_MODEL_PREFIX) ? BASE_MODELS : MODELS;
  }

  /** Where a base model's archive lies; its digest in the key makes it the same for ever. */
  public static String baseModelKey(UUID baseModelId, String sha256) {
    return BASE_MODEL_PREFIX + baseModelId + "/" + sha256 + ZIP;
  }

  /** Where an agent may write a model's archive; nothing there is trusted. */
  public static String uploadKey(UUID modelId) {
    return UPLOAD_PREFIX + modelId + ZIP;
  }

  /** The model whose upload goes to this key; empty if it is no place of uploads. */
  public static Optional<UUID> uploadOf(String key) {
    if (!key.startsWith(UPLOAD_PREFIX) || !key.endsWith(ZIP)) {
      return Optional.empty();
    }
    try {
      var id = key.substring(UPLOAD_PREFIX.length(), key.length() - ZIP.length());
      return Optional.of(UUID.fromString(id));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Where a checked archive lies; its digest in the key makes it the same for ever. */
  public static String archiveKey(UUID modelId, String sha256) {
    return "models/" + modelId + "/" + sha256 + ZIP;
  }
}
