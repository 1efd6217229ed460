package dev.trainyard.template.template;

import dev.trainyard.kit.http.EntityTags;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.URI;
import org.jboss.resteasy.reactive.RestResponse;

/** The answer to a request that made a template. */
final class CreatedTemplate {
  private CreatedTemplate() {}

  static RestResponse<TemplateView> of(TemplateView view) {
    return RestResponse.ResponseBuilder.<TemplateView>created(
            URI.create("/api/v1/templates/" + view.id()))
        .entity(view)
        .header(HttpHeaders.ETAG, EntityTags.of(view.revision()))
        .build();
  }
}
