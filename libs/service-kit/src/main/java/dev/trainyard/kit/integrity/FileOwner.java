package dev.trainyard.kit.integrity;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What a service keeps in the object storage, as its database knows it. Each service that has files
 * implements it; the methods join the caller's transaction or make one of their own.
 */
public interface FileOwner {
  /** The buckets that are this service's alone; objects of others there are taken for orphans. */
  List<String> buckets();

  /** The bucket in which an object with this key lies; no two buckets share a key. */
  String bucketOf(String key);

  /** Those of the keys that a row names, or to which an upload that a row knows may still write. */
  Set<String> usedAmong(Collection<String> keys);

  /**
   * The files that rows need, ordered by the bytes of their keys.
   *
   * @param after only keys behind this one; empty for the first page
   * @param most how many at most
   */
  List<OwnedFile> filesAfter(String after, int most);

  /**
   * Brings a missing file back, where the service can make it anew.
   *
   * @return false if it cannot
   */
  boolean remake(OwnedFile missing);
}
