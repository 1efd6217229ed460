package dev.trainyard.kit.paging;

import dev.trainyard.kit.problem.InvalidRequestException;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Which page of a list is wanted and in what order; for use as {@code @BeanParam}. */
public class PageQuery {
  private static final int MAX_SIZE = 500;
  // Keeps page × size within what a database offset takes.
  private static final int MAX_PAGE = 1_000_000;

  @QueryParam("page")
  @DefaultValue("0")
  @Min(0) @Max(MAX_PAGE) @Parameter(description = "Number of the page, from 0.")
  int page;

  @QueryParam("size")
  @DefaultValue("50")
  @Min(1) @Max(MAX_SIZE) @Parameter(description = "Entries a page, 1 to 500.")
  int size;

  @QueryParam("sort")
  @Parameter(description = "A field, then asc or desc: createdAt,desc")
  String sort;

  public int page() {
    return page;
  }

  public int size() {
    return size;
  }

  /**
   * The order the client wants.
   *
   * @param allowed fields that may be sorted by
   * @param fallback what to sort by when the client does not say, with newest first
   * @throws InvalidRequestException if the field or the direction is none of those allowed
   */
  public SortOrder order(Set<String> allowed, String fallback) {
    if (sort == null || sort.isBlank()) {
      return new SortOrder(fallback, true);
    }
    var parts = sort.split(",", 2);
    var direction = parts.length == 2 ? parts[1].trim() : "asc";
    if (!allowed.contains(parts[0].trim())) {
      throw new InvalidRequestException(
          "sort", "must name one of " + String.join(", ", new TreeSet<>(allowed)));
    }
    return switch (direction) {
      case "asc" -> new SortOrder(parts[0].trim(), false);
      case "desc" -> new SortOrder(parts[0].trim(), true);
      default -> throw new InvalidRequestException("sort", "must end with ,asc or ,desc");
    };
  }

  /** A field that was checked against those allowed, and a direction. */
  public record SortOrder(String field, boolean descending) {}
}
