package dev.trainyard.backends.child;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jclouds.blobstore.BlobStore;
import org.jclouds.blobstore.domain.MultipartPart;
import org.jclouds.blobstore.domain.MultipartUpload;
import org.jclouds.blobstore.domain.StorageMetadata;
import org.jclouds.blobstore.options.ListContainerOptions;
import org.jclouds.blobstore.util.ForwardingBlobStore;

/**
 * A store of s3proxy in which a part that breaks off does no harm. The store itself leaves half a
 * part behind, under the part's name and a random suffix, and from then on can neither list the
 * parts of the upload nor abort it. Thread-safe.
 */
final class PartsStore extends ForwardingBlobStore {
  /** Before the upload's id; as the store has it. */
  private static final String PREFIX = ".mpus-";

  private static final Pattern PART = Pattern.compile("\\d+");

  PartsStore(BlobStore store) {
    super(store);
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
    removeObjects(upload);
  }

  @Override
  public String completeMultipartUpload(MultipartUpload upload, List<MultipartPart> parts) {
    var tag = super.completeMultipartUpload(upload, parts);
    removeObjects(upload);
    return tag;
  }

  private void removeObjects(MultipartUpload upload) {
    for (var object : objects(upload)) {
      removeBlob(upload.containerName(), object.getName());
    }
  }

  /** All that the store keeps of an upload. */
  private List<StorageMetadata> objects(MultipartUpload upload) {
    var options = new ListContainerOptions().prefix(prefix(upload)).recursive();
    var objects = new ArrayList<StorageMetadata>();
    while (true) {
      var page = list(upload.containerName(), options);
      objects.addAll(page);
      if (page.isEmpty() || page.getNextMarker() == null) {
        return objects;
      }
      options.afterMarker(page.getNextMarker());
    }
  }

  private static String prefix(MultipartUpload upload) {
    return PREFIX + upload.id() + "-" + upload.blobName() + "-";
  }
}
