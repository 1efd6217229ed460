package dev.trainyard.backends.child;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jclouds.blobstore.BlobStore;
import org.jclouds.blobstore.domain.MultipartPart;
import org.jclouds.blobstore.domain.MultipartUpload;
import org.jclouds.blobstore.domain.PageSet;
import org.jclouds.blobstore.domain.StorageMetadata;
import org.jclouds.blobstore.domain.internal.PageSetImpl;
import org.jclouds.blobstore.options.ListContainerOptions;
import org.jclouds.blobstore.util.ForwardingBlobStore;

/**
 * A store of s3proxy that treats unfinished uploads as S3 does. The store itself shows what it
 * keeps of them as objects. It leaves half a part behind where one breaks off, under the part's
 * name and a random suffix, and from then on can neither list the parts of that upload nor abort
 * it. Thread-safe.
 */
final class TidyStore extends ForwardingBlobStore {
  /** Before the upload's id; as the store has it. */
  private static final String PREFIX = ".mpus-";

  private static final String ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  /**
   * What s3proxy itself keeps of an upload has the upload's id as its name; what the store is about
   * to write has a random one at the end of its name.
   */
  private static final Pattern UNFINISHED = Pattern.compile(ID + "|.*[^/]-" + ID);

  private static final Pattern PART = Pattern.compile("\\d+");

  TidyStore(BlobStore store) {
    super(store);
  }

  @Override
  public PageSet<? extends StorageMetadata> list(String bucket) {
    return list(bucket, ListContainerOptions.NONE);
  }

  @Override
  public PageSet<? extends StorageMetadata> list(String bucket, ListContainerOptions options) {
    var page = delegate().list(bucket, options);
    var shown = new ArrayList<StorageMetadata>();
    for (var object : page) {
      if (!isUnfinished(object)) {
        shown.add(object);
      }
    }
    return new PageSetImpl<>(shown, page.getNextMarker());
  }

  private static boolean isUnfinished(StorageMetadata object) {
    return object.getName().startsWith(PREFIX) || UNFINISHED.matcher(object.getName()).matches();
  }

  @Override
  public List<MultipartPart> listMultipartUpload(MultipartUpload upload) {
    var prefix = prefix(upload);
    return objects(upload).stream()
        .filter(object -> PART.matcher(object.getName().substring(prefix.length())).matches())
        .map(
            part ->
                MultipartPart.create(
                    Integer.parseInt(part.getName().substring(prefix.length())),
                    part.getSize(),
                    part.getETag(),
                    part.getLastModified()))
        .toList();
  }

  @Override
  public void abortMultipartUpload(MultipartUpload upload) {
    remove(upload.containerName(), objects(upload));
  }

  @Override
  public String completeMultipartUpload(MultipartUpload upload, List<MultipartPart> parts) {
    var tag = super.completeMultipartUpload(upload, parts);
    remove(upload.containerName(), objects(upload));
    return tag;
  }

  /** Removes what is left of uploads with which nobody went on: nobody sees it any more. */
  void removeUnfinishedBefore(Instant time) {
    for (var bucket : list()) {
      remove(
          bucket.getName(),
          all(
              bucket.getName(),
              new ListContainerOptions().recursive(),
              object -> isUnfinished(object) && object.getLastModified().before(Date.from(time))));
    }
  }

  private void remove(String bucket, List<StorageMetadata> objects) {
    objects.forEach(object -> removeBlob(bucket, object.getName()));
  }

  /** All that the store keeps of an upload. */
  private List<StorageMetadata> objects(MultipartUpload upload) {
    return all(
        upload.containerName(),
        new ListContainerOptions().prefix(prefix(upload)).recursive(),
        object -> true);
  }

  private List<StorageMetadata> all(
      String bucket, ListContainerOptions options, Predicate<StorageMetadata> wanted) {
    var found = new ArrayList<StorageMetadata>();
    while (true) {
      var page = delegate().list(bucket, options);
      page.forEach(
          object -> {
            if (wanted.test(object)) {
              found.add(object);
            }
          });
      if (page.isEmpty() || page.getNextMarker() == null) {
        return found;
      }
      options.afterMarker(page.getNextMarker());
    }
  }

  private static String prefix(MultipartUpload upload) {
    return PREFIX + upload.id() + "-" + upload.blobName() + "-";
  }
}
