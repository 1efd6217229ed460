package dev.trainyard.template.dataset;

import dev.trainyard.kit.problem.UnprocessableException;
import java.net.URI;
import java.util.Map;
import org.jboss.resteasy.reactive.RestResponse;

/** Tells a client what became of the archive it sent. */
final class UploadAnswer {
  private UploadAnswer() {}

  /** Tells that there is a dataset from now on: READY, or waiting for its parts. */
  static RestResponse<DatasetView> begun(DatasetView view) {
    return RestResponse.ResponseBuilder.<DatasetView>created(
            URI.create("/api/v1/datasets/" + view.id()))
        .entity(view)
        .build();
  }

  /**
   * @param async whether the client asked not to wait for the check
   * @throws UnprocessableException if it waited and the dataset was rejected
   */
  static RestResponse<DatasetView> of(DatasetView view, boolean async) {
    if (async) {
      return accepted(view).header("Preference-Applied", "respond-async").build();
    }
    return switch (view.status()) {
      case READY -> begun(view);
      case REJECTED ->
          throw new UnprocessableException(
              "What was sent is no dataset; see violations for what to change.",
              view.violations(),
              Map.of("datasetId", view.id()));
      case UPLOADING, CHECKING -> completed(view);
    };
  }

  /**
   * Tells that all has arrived. The dataset may have been checked in the meantime; how fast the
   * check was does not change the answer's status.
   */
  static RestResponse<DatasetView> completed(DatasetView view) {
    return accepted(view).build();
  }

  private static RestResponse.ResponseBuilder<DatasetView> accepted(DatasetView view) {
    return RestResponse.ResponseBuilder.create(RestResponse.Status.ACCEPTED, view)
        .location(URI.create("/api/v1/datasets/" + view.id()));
  }
}
