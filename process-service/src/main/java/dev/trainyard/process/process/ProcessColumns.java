package dev.trainyard.process.process;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.trainyard.contracts.process.Failure;
import dev.trainyard.kit.persistence.JsonColumn;
import jakarta.persistence.Converter;
import java.util.List;

/** Columns of a process that hold JSON. */
final class ProcessColumns {
  private ProcessColumns() {}

  @Converter
  static class SnapshotColumn extends JsonColumn<TemplateSnapshot> {
    SnapshotColumn() {
      super(new TypeReference<>() {});
    }
  }

  @Converter
  static class ProgressColumn extends JsonColumn<Progress> {
    ProgressColumn() {
      super(new TypeReference<>() {});
    }
  }

  @Converter
  static class FailureColumn extends JsonColumn<Failure> {
    FailureColumn() {
      super(new TypeReference<>() {});
    }
  }

  @Converter
  static class NoticesColumn extends JsonColumn<List<String>> {
    NoticesColumn() {
      super(new TypeReference<>() {});
    }
  }
}
