package dev.trainyard.bench.stage;

import java.util.UUID;

/** What the template service answers to who makes a process: it has one template. */
public final class TemplateSnapshots {
  public static final UUID TEMPLATE = UUID.fromString("019aa000-0000-7000-8000-000000000001");
  private static final String SNAPSHOT =
      """
      {"template": {"id": "%s", "name": "letters", "modelType": "classifier",
                    "baseModel": "base-resnet18", "revision": 1},
       "project": {"id": "019aa000-0000-7000-8000-000000000005", "name": "mail"},
       "dataset": {"id": "019aa000-0000-7000-8000-000000000004", "name": "letters", "version": 1,
                   "digest": "%s"},
       "parameters": {"iterations": 1000, "device": "CPU"}}
      """
          .formatted(TEMPLATE, "ab".repeat(32));

  private TemplateSnapshots() {}

  /** Has this be answered from now on. */
  public static void answer(Neighbours neighbours) {
    neighbours.answer("/api/v1/templates", SNAPSHOT);
    neighbours.accept("/api/v1/datasets");
  }
}
