package dev.trainyard.template.dataset;

import dev.trainyard.kit.problem.UnprocessableException;
import java.net.URI;
import java.util.Map;
import org.jboss.resteasy.reactive.RestResponse;

/** Tells a client what became of the archive it sent. */
final class UploadAnswer {
  private UploadAnswer() {}

  /**
   * @param async whether the client asked not to wait for the check
   * @throws UnprocessableException if it waited and the dataset was rejected
   */
  static RestResponse<DatasetView> of(DatasetView view, boolean async) {
    var location = URI.create("/api/v1/datasets/" + view.id());
    if (async) {
      return RestResponse.ResponseBuilder.create(RestResponse.Status.ACCEPTED, view)
          .location(location)
          .header("Preference-Applied", "respond-async")
          .build();
    }
    return switch (view.status()) {
      case READY ->
          RestResponse.ResponseBuilder.<DatasetView>created(location).entity(view).build();
      case REJECTED ->
          throw new UnprocessableException(
              "The archive is no dataset; see violations for what to change.",
              view.violations(),
              Map.of("datasetId", view.id()));
      // Another replica is at work on it, or the storage is away for the moment.
      case UPLOADING, CHECKING ->
          RestResponse.ResponseBuilder.create(RestResponse.Status.ACCEPTED, view)
              .location(location)
              .build();
    };
  }
}
