package dev.trainyard.kit.rate;

import dev.trainyard.kit.problem.Problem;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/** Says in the OpenAPI document that every operation may be asked for too often. */
@OpenApiFilter
public class RateResponses implements OASFilter {
  private static final String TOO_MANY_REQUESTS = "429";

  @Override
  public Operation filterOperation(Operation operation) {
    var responses = operation.getResponses();
    if (responses != null && !responses.hasAPIResponse(TOO_MANY_REQUESTS)) {
      responses.addAPIResponse(
          TOO_MANY_REQUESTS,
          OASFactory.createAPIResponse()
              .description("This client makes too many requests.")
              .addHeader(
                  "Retry-After",
                  OASFactory.createHeader()
                      .description("Seconds until the next request is served.")
                      .schema(OASFactory.createSchema().type(List.of(SchemaType.INTEGER))))
              .content(
                  OASFactory.createContent()
                      .addMediaType(
                          Problem.MEDIA_TYPE,
                          OASFactory.createMediaType()
                              .schema(
                                  OASFactory.createSchema().ref("#/components/schemas/Problem")))));
    }
    return operation;
  }
}
