package dev.trainyard.kit.http;

import jakarta.ws.rs.core.HttpHeaders;
import java.net.URI;
import org.jboss.resteasy.reactive.RestResponse;

/** Answers with the entity tag that a change of what they hold must name. */
public final class TaggedAnswer {
  private TaggedAnswer() {}

  /** 200 with a view of this revision. */
  public static <T> RestResponse<T> ok(T view, long revision) {
    return RestResponse.ResponseBuilder.ok(view)
        .header(HttpHeaders.ETAG, EntityTags.of(revision))
        .build();
  }

  /** 201 with a view of this revision, which can be read at {@code location}. */
  public static <T> RestResponse<T> created(URI location, T view, long revision) {
    return RestResponse.ResponseBuilder.<T>created(location)
        .entity(view)
        .header(HttpHeaders.ETAG, EntityTags.of(revision))
        .build();
  }
}
