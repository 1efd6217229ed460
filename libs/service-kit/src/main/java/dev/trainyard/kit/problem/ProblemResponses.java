package dev.trainyard.kit.problem;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Says in the OpenAPI document that the body of every error answer is a {@link Problem}. */
@OpenApiFilter
public class ProblemResponses implements OASFilter {

  @Override
  public Operation filterOperation(Operation operation) {
    if (operation.getResponses() != null) {
      operation
          .getResponses()
          .getAPIResponses()
          .forEach(
              (status, response) -> {
                if (isError(status) && response.getContent() == null) {
                  describe(response);
                }
              });
    }
    return operation;
  }

  private static boolean isError(String status) {
    return status.startsWith("4") || status.startsWith("5");
  }

  private static void describe(APIResponse response) {
    var schema = OASFactory.createSchema().ref("#/components/schemas/Problem");
    response.setContent(
        OASFactory.createContent()
            .addMediaType(Problem.MEDIA_TYPE, OASFactory.createMediaType().schema(schema)));
  }
}
