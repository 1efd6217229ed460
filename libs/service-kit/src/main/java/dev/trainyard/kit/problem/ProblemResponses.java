package dev.trainyard.kit.problem;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Says in the OpenAPI document that the body of every error answer is a {@link Problem}, and that
 * what a path names may not be there.
 */
@OpenApiFilter
public class ProblemResponses implements OASFilter {
  private static final String NOT_FOUND = "404";

  @Override
  public void filterOpenAPI(OpenAPI document) {
    document.getPaths().getPathItems().entrySet().stream()
        .filter(path -> path.getKey().contains("{"))
        .flatMap(path -> path.getValue().getOperations().values().stream())
        .forEach(ProblemResponses::mayFindNothing);
  }

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

  private static void mayFindNothing(Operation operation) {
    if (!operation.getResponses().hasAPIResponse(NOT_FOUND)) {
      var response = OASFactory.createAPIResponse().description("There is nothing of this name.");
      describe(response);
      operation.getResponses().addAPIResponse(NOT_FOUND, response);
    }
  }

  private static void describe(APIResponse response) {
    var schema = OASFactory.createSchema().ref("#/components/schemas/Problem");
    response.setContent(
        OASFactory.createContent()
            .addMediaType(Problem.MEDIA_TYPE, OASFactory.createMediaType().schema(schema)));
  }
}
