package dev.trainyard.bench.platform;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Templates of many projects. */
final class TemplateWorkload implements Workload {
  private static final int PROJECTS = 50;
  private static final int TEMPLATES_OF_A_PROJECT = 40;

  private final String bearer;
  private List<String> projects;
  private List<String> templates;

  TemplateWorkload(String bearer) {
    this.bearer = bearer;
  }

  @Override
  public String service() {
    return "template-service";
  }

  @Override
  public Map<String, String> environment() {
    return Map.of();
  }

  @Override
  public void prepare(URI address) throws Exception {
    var filling = new Filling(address, bearer);
    projects =
        filling.make(
            PROJECTS,
            i ->
                Request.post(
                    "/api/v1/projects",
                    "{\"name\":\"mail-%d\",\"description\":\"Letters of site %d\"}"
                        .formatted(i, i)));
    templates =
        filling.make(
            PROJECTS * TEMPLATES_OF_A_PROJECT,
            i -> create(projects.get(i % PROJECTS), "letters-" + i));
  }

  @Override
  public Caller reader(int number) {
    return new Reader(
        number,
        List.of(
            new Reader.Share(60, Reader.oneOf("/api/v1/templates/", templates)),
            new Reader.Share(
                15,
                random ->
                    "/api/v1/projects/%s/templates?size=20"
                        .formatted(projects.get(random.nextInt(PROJECTS)))),
            new Reader.Share(10, Reader.page("/api/v1/templates?size=20&", 10)),
            new Reader.Share(
                10, random -> "/api/v1/templates?size=20&search=-" + random.nextInt(100)),
            new Reader.Share(5, Reader.page("/api/v1/projects?size=20&", 2))));
  }

  @Override
  public List<Caller> writers(int count) {
    return IntStream.range(0, count)
        .<Caller>mapToObj(i -> new TemplateWriter(projects.get(i), "draft-" + i))
        .toList();
  }

  private static Request create(String project, String name) {
    return Request.post("/api/v1/projects/" + project + "/templates", body(name, 1000));
  }

  private static String body(String name, int iterations) {
    return """
        {"name":"%s","description":"Sorts what comes in by mail","modelType":"classifier",\
        "baseModel":"base-resnet18","parameters":{"iterations":%d,"imageSize":224,"batchSize":8}}"""
        .formatted(name, iterations);
  }

  /** Makes a template, changes it twice, deletes it. */
  private static final class TemplateWriter extends Writer {
    private final String name;
    private final List<Step> steps;
    private String path;
    private String etag;

    TemplateWriter(String project, String name) {
      this.name = name;
      this.steps =
          List.of(
              new Step(() -> create(project, name), this::made),
              new Step(() -> change(2000), this::changed),
              new Step(() -> change(3000), this::changed),
              new Step(() -> Request.delete(path), answer -> {}));
    }

    @Override
    List<Step> steps() {
      return steps;
    }

    private Request change(int iterations) {
      return Request.put(path, etag, body(name, iterations));
    }

    private void made(Answer answer) {
      path = "/api/v1/templates/" + answer.id();
      changed(answer);
    }

    private void changed(Answer answer) {
      etag = answer.etag();
    }
  }
}
