package dev.trainyard.kit.download;

import dev.trainyard.kit.http.ContentDisposition;
import dev.trainyard.kit.problem.DependencyUnavailableException;
import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.kit.problem.RangeNotSatisfiableException;
import dev.trainyard.kit.storage.ObjectStorage;
import dev.trainyard.kit.storage.StorageConfig;
import dev.trainyard.kit.storage.StorageStream;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.Optional;

/**
 * Answers requests for files: by a redirect to the storage, or with the file itself, whole or in
 * part, streamed with bounded memory. A broken download goes on with {@code Range}; {@code ETag} is
 * the SHA-256, which {@code Repr-Digest} (RFC 9530) and, for older clients, {@code Digest} (RFC
 * 3230) tell as well. Thread-safe.
 */
@ApplicationScoped
@IfBuildProperty(name = "trainyard.storage.enabled", stringValue = "true")
public class Downloads {
  private final ObjectStorage storage;
  private final Via usual;

  Downloads(ObjectStorage storage, StorageConfig config) {
    this.storage = storage;
    this.usual = config.transfersVia();
  }

  /**
   * The answer to a GET.
   *
   * @throws RangeNotSatisfiableException if the range begins behind the end
   * @throws NotFoundException if the file went since it was looked up
   * @throws DependencyUnavailableException if the storage does not answer
   */
  public Response get(StoredFile file, DownloadRequest request) {
    return switch (Via.of(request.via, usual)) {
      case STORAGE ->
          Response.temporaryRedirect(
                  storage.presignedGet(file.bucket(), file.key(), file.fileName()))
              .header(HttpHeaders.CACHE_CONTROL, "no-store")
              .build();
      case SERVICE -> send(file, request);
    };
  }

  /** The answer to a HEAD, which a URL of the storage that is made for GET would not take. */
  public Response head(StoredFile file) {
    return described(Response.ok(), file)
        .header(HttpHeaders.CONTENT_LENGTH, file.sizeBytes())
        .type(file.mediaType())
        .build();
  }

  private Response send(StoredFile file, DownloadRequest request) {
    if (matches(request.ifNoneMatch, file)) {
      return described(Response.notModified(), file).build();
    }
    // Another file than the one that the client has some of: it gets the whole.
    var sameFile = request.ifRange == null || request.ifRange.trim().equals(file.entityTag());
    var range =
        sameFile ? ByteRange.of(request.range, file.sizeBytes()) : Optional.<ByteRange>empty();
    var part = range.orElse(new ByteRange(0, file.sizeBytes() - 1));
    var content =
        storage
            .open(file.bucket(), file.key(), part.first(), part.length())
            .orElseThrow(() -> new NotFoundException("file", file.fileName()));
    StreamingOutput body =
        out -> {
          try (content) {
            new StorageStream(content).transferTo(out);
          }
        };
    var response =
        described(range.isPresent() ? Response.status(206) : Response.ok(), file)
            .header(HttpHeaders.CONTENT_LENGTH, part.length())
            .type(file.mediaType())
            .entity(body);
    range.ifPresent(found -> response.header("Content-Range", found.of(file.sizeBytes())));
    return response.build();
  }

  private static boolean matches(String ifNoneMatch, StoredFile file) {
    if (ifNoneMatch == null) {
      return false;
    }
    for (var tag : ifNoneMatch.split(",")) {
      if (tag.trim().equals("*") || tag.trim().replaceFirst("^W/", "").equals(file.entityTag())) {
        return true;
      }
    }
    return false;
  }

  private static Response.ResponseBuilder described(
      Response.ResponseBuilder response, StoredFile file) {
    return response
        .header(HttpHeaders.ETAG, file.entityTag())
        .header("Accept-Ranges", "bytes")
        .header("Repr-Digest", "sha-256=:" + file.base64Digest() + ":")
        .header("Digest", "sha-256=" + file.base64Digest())
        .header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment(file.fileName()))
        // A company's documents stay out of shared caches.
        .header(HttpHeaders.CACHE_CONTROL, "private, no-cache");
  }
}
