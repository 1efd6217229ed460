package dev.trainyard.kit.problem;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.trainyard.contracts.training.InvalidTrainingParametersException;
import dev.trainyard.kit.tenant.TenantRules;
import io.opentelemetry.api.trace.Span;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns every exception that leaves a resource into a problem body. */
class ProblemMapper {
  private static final Logger LOG = Logger.getLogger(ProblemMapper.class);

  /** SQL states of a NUL in text and in JSON: character not in repertoire, untranslatable. */
  private static final Set<String> NUL_CHARACTER = Set.of("22021", "22P05");

  /** What the database says of a row that is nobody's. */
  private static final String NOT_PERMITTED = "42501";

  @ServerExceptionMapper
  Response map(ProblemException exception, UriInfo uri) {
    if (exception.status() >= 500) {
      // Without the trace: while a dependency is away every request comes here.
      LOG.warnf(
          "Request failed path=%s detail=%s cause=%s",
          uri.getPath(), exception.getMessage(), exception.getCause());
      LOG.debug("The request's exception", exception);
    }
    return answer(exception.toProblem(uri.getPath()), exception.headers());
  }

  @ServerExceptionMapper
  Response map(ConstraintViolationException exception, UriInfo uri) {
    var violations =
        exception.getConstraintViolations().stream()
            .map(violation -> new Violation(fieldOf(violation), violation.getMessage()))
            .sorted((one, other) -> one.field().compareTo(other.field()))
            .toList();
    return map(new InvalidRequestException(violations), uri);
  }

  /** Unreadable JSON, in the forms in which the JSON reader reports it. */
  @ServerExceptionMapper
  Response map(JsonMappingException exception, UriInfo uri) {
    return map(invalidJson(exception), uri);
  }

  /** Quarkus answers this one itself, in another form, unless it is named here. */
  @ServerExceptionMapper
  Response map(MismatchedInputException exception, UriInfo uri) {
    return map(invalidJson(exception), uri);
  }

  /** JSON that is deeper, or has longer numbers, than any that is meant to be read. */
  @ServerExceptionMapper
  Response map(StreamConstraintsException exception, UriInfo uri) {
    return map(invalidJson(exception), uri);
  }

  @ServerExceptionMapper
  Response map(WebApplicationException exception, UriInfo uri) {
    if (exception.getCause() instanceof JacksonException json) {
      return map(invalidJson(json), uri);
    }
    var unreadable = unreadableQueryParameter(exception, uri);
    if (unreadable.isPresent()) {
      return map(new InvalidRequestException(unreadable.get(), "is not a valid value"), uri);
    }
    var status = exception.getResponse().getStatus();
    if (status < 400) {
      return exception.getResponse();
    }
    if (status >= 500) {
      return unexpected(exception, uri);
    }
    var reason = exception.getResponse().getStatusInfo().getReasonPhrase();
    return answer(
        new Problem(
            "urn:trainyard:problem:" + reason.toLowerCase(java.util.Locale.ROOT).replace(' ', '-'),
            reason,
            status,
            detailOf(status, uri, exception),
            uri.getPath(),
            List.of(),
            Map.of()));
  }

  @ServerExceptionMapper
  Response unexpected(Throwable exception, UriInfo uri) {
    if (isAboutNulCharacter(exception)) {
      return map(new InvalidRequestException("request", "must not hold NUL characters"), uri);
    }
    if (isAboutTenant(exception)) {
      return map(
          new InvalidRequestException(
              TenantRules.HEADER, "must name the tenant that this is for: you act for all"),
          uri);
    }
    var absence = DatabaseAbsence.causeOf(exception);
    if (absence.isPresent()) {
      return map(DependencyUnavailableException.database(absence.get()), uri);
    }
    var traceId = Span.current().getSpanContext().getTraceId();
    LOG.errorf(exception, "Request failed unexpectedly path=%s traceId=%s", uri.getPath(), traceId);
    return answer(
        new Problem(
            "urn:trainyard:problem:internal",
            "Internal error",
            500,
            null,
            null,
            List.of(),
            Map.of("traceId", traceId)));
  }

  /** PostgreSQL keeps every character but this one. */
  private static boolean isAboutNulCharacter(Throwable exception) {
    for (var cause = exception; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql
          && sql.getSQLState() != null
          && NUL_CHARACTER.contains(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  /** Who acts for all tenants has to say whose the new row is. */
  private static boolean isAboutTenant(Throwable exception) {
    for (var cause = exception; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql
          && NOT_PERMITTED.equals(sql.getSQLState())
          && String.valueOf(sql.getMessage()).contains("row-level security")) {
        return true;
      }
    }
    return false;
  }

  /**
   * A value that is no number or no id: 404 is the answer to it in the path, but in the query it
   * would not tell the client what is wrong. The exception names the value only.
   */
  private static Optional<String> unreadableQueryParameter(
      WebApplicationException exception, UriInfo uri) {
    if (exception.getResponse().getStatus() != 404
        || !(exception.getCause() instanceof IllegalArgumentException refusal)
        || refusal.getMessage() == null) {
      return Optional.empty();
    }
    return uri.getQueryParameters().entrySet().stream()
        .filter(
            parameter ->
                parameter.getValue().stream()
                    .anyMatch(value -> !value.isEmpty() && refusal.getMessage().contains(value)))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static String detailOf(int status, UriInfo uri, WebApplicationException exception) {
    return switch (status) {
      case 404 -> "There is nothing at " + uri.getPath() + ".";
      case 405 -> "This method is not available here; see the OpenAPI document at /q/openapi.";
      case 406 -> "This cannot be answered in the media type that Accept asks for.";
      case 415 -> "This media type is not read here; see the OpenAPI document at /q/openapi.";
      default -> exception.getMessage();
    };
  }

  private static InvalidRequestException invalidJson(JacksonException exception) {
    if (exception instanceof StreamReadException malformed) {
      var location = malformed.getLocation();
      return new InvalidRequestException(
          "body",
          "is not valid JSON at line %d, column %d"
              .formatted(location.getLineNr(), location.getColumnNr()));
    }
    var path = exception instanceof JsonMappingException mapping ? pathOf(mapping) : "";
    if (exception.getCause() instanceof InvalidTrainingParametersException parameters) {
      return new InvalidRequestException(
          parameters.violations().stream()
              .map(
                  violation ->
                      new Violation(
                          path.isEmpty() ? violation.field() : path + "." + violation.field(),
                          violation.message()))
              .toList());
    }
    return new InvalidRequestException(path.isEmpty() ? "body" : path, messageOf(exception));
  }

  private static String messageOf(JacksonException exception) {
    if (exception instanceof StreamConstraintsException) {
      return "is nested too deeply, or has a number of too many digits";
    }
    if (exception instanceof UnrecognizedPropertyException unknown) {
      return "is not known; known here: "
          + unknown.getKnownPropertyIds().stream()
              .map(String::valueOf)
              .sorted()
              .collect(Collectors.joining(", "));
    }
    if (exception instanceof InvalidFormatException format && format.getTargetType().isEnum()) {
      return "must be one of "
          + Arrays.stream(format.getTargetType().getEnumConstants())
              .map(String::valueOf)
              .collect(Collectors.joining(", "));
    }
    if (exception instanceof InvalidFormatException format) {
      return "is not a valid " + format.getTargetType().getSimpleName();
    }
    if (exception.getCause() instanceof IllegalArgumentException refused) {
      return refused.getMessage();
    }
    return "has the wrong type or shape";
  }

  private static String pathOf(JsonMappingException exception) {
    return exception.getPath().stream()
        .map(
            part -> part.getFieldName() != null ? part.getFieldName() : "[" + part.getIndex() + "]")
        .collect(Collectors.joining("."))
        .replace(".[", "[");
  }

  /** Leaves out the method and the parameter that holds the body: the client knows neither. */
  private static String fieldOf(ConstraintViolation<?> violation) {
    List<Path.Node> nodes =
        StreamSupport.stream(violation.getPropertyPath().spliterator(), false).toList();
    var field =
        nodes.stream()
            .skip(nodes.size() > 2 ? 2 : nodes.size() - 1L)
            .map(Path.Node::toString)
            .collect(Collectors.joining("."))
            // As in "tags[1].<list element>".
            .replace(".<list element>", "");
    return field.isEmpty() ? "body" : field;
  }

  private static Response answer(Problem problem) {
    return answer(problem, Map.of());
  }

  private static Response answer(Problem problem, Map<String, String> headers) {
    var response =
        Response.status(problem.status())
            .type(MediaType.valueOf(Problem.MEDIA_TYPE))
            .entity(problem);
    headers.forEach(response::header);
    return response.build();
  }
}
