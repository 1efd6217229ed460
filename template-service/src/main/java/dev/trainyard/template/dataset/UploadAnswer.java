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
      return RestResponse.ResponseBuilder.create(RestResponse.Status.ACCEPTED, view)
          .location(URI.create("/api/v1/datasets/" + view.id()))
          .header("Preference-Applied", "respond-async")
          .build();
    }
    return view.status() == DatasetStatus.READY ? begun(view) : completed(view);
  }

  /**
   * Tells that the archive has arrived: it is CHECKING, or checked already.
   *
   * @throws UnprocessableException if it was rejected
   */
  static RestResponse<DatasetView> completed(DatasetView view) {
    if (view.status() == DatasetStatus.REJECTED) {
      throw new UnprocessableException(
          "What was sent is no dataset; see violations for what to change.",
          view.violations(),
          Map.of("datasetId", view.id()));
    }
    return RestResponse.ResponseBuilder.create(RestResponse.Status.ACCEPTED, view)
        .location(URI.create("/api/v1/datasets/" + view.id()))
        .build();
  }
}
