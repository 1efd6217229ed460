package dev.trainyard.template.dataset;

import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.problem.NotFoundException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Map;
import java.util.UUID;

/** Answers what checks found. Thread-safe. */
@ApplicationScoped
public class DatasetReportService {
  private final DatasetStore datasets;
  private final DatasetReports reports;

  DatasetReportService(DatasetStore datasets, DatasetReports reports) {
    this.datasets = datasets;
    this.reports = reports;
  }

  /**
   * @throws ConflictException if the check has not ended
   * @throws NotFoundException if there was no check, or one of before there were reports
   */
  @Transactional
  ReportView report(UUID id) {
    var dataset = datasets.require(id);
    if (dataset.isUnfinished()) {
      throw new ConflictException(
          "dataset-not-checked",
          "The dataset is " + dataset.status() + "; " + dataset.whatToDo(),
          Map.of("datasetId", id, "status", dataset.status()));
    }
    return ReportView.of(dataset, reports.report(id), reports.thumbnails(id));
  }

  /**
   * @throws NotFoundException if there is no such picture
   */
  @Transactional
  byte[] thumbnail(UUID id, int number) {
    return reports.jpeg(id, number);
  }
}
