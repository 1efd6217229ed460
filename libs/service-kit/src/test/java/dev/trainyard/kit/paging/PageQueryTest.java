package dev.trainyard.kit.paging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.kit.problem.InvalidRequestException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageQueryTest {
  private static final Set<String> ALLOWED = Set.of("name", "createdAt");

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "  "})
  void showsNewestFirstWhenClientDoesNotSay(String sort) {
    assertThat(order(sort)).isEqualTo(new PageQuery.SortOrder("createdAt", true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"name|name|false", "name,asc|name|false", "name , desc|name|true"})
  void readsFieldAndDirection(String sort, String field, boolean descending) {
    assertThat(order(sort)).isEqualTo(new PageQuery.SortOrder(field, descending));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"secret", "name;drop table", "name,down", "name,asc,desc", ",asc", "NAME"})
  void refusesAnythingElse(String sort) {
    assertThatThrownBy(() -> order(sort))
        .isInstanceOf(InvalidRequestException.class)
        .extracting(refusal -> ((InvalidRequestException) refusal).violations().get(0).field())
        .isEqualTo("sort");
  }

  @Test
  void mapsEntriesOfPage() {
    var page = new Page<>(List.of(1, 2), 3, 2, 9).map(number -> "n" + number);
    assertThat(page).isEqualTo(new Page<>(List.of("n1", "n2"), 3, 2, 9));
  }

  private static PageQuery.SortOrder order(String sort) {
    var query = new PageQuery();
    query.sort = sort;
    return query.order(ALLOWED, "createdAt");
  }
}
