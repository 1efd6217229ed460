package dev.trainyard.bench.platform;

import dev.trainyard.bench.stage.TemplateSnapshots;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/** Machines, and a process on most of them. */
final class ProcessWorkload implements Workload {
  private static final int PROCESSES = 2_000;
  private static final int FREE_MACHINES = 50;

  private final String bearer;
  private List<String> machines;
  private List<String> processes;

  ProcessWorkload(String bearer) {
    this.bearer = bearer;
  }

  @Override
  public String service() {
    return "process-service";
  }

  @Override
  public Map<String, String> environment() {
    return Map.of();
  }

  @Override
  public void prepare(URI address) throws Exception {
    var filling = new Filling(address, bearer);
    machines =
        IntStream.range(0, PROCESSES + FREE_MACHINES)
            .mapToObj(i -> UUID.randomUUID().toString())
            .toList();
    filling.send(
        machines.size(),
        i ->
            Request.post(
                "/api/v1/machines",
                "{\"id\":\"%s\",\"name\":\"gpu-%d\",\"address\":\"gpu-%d.example.org\"}"
                    .formatted(machines.get(i), i, i)));
    processes = filling.make(PROCESSES, i -> create(machines.get(i), "letters-" + i));
  }

  @Override
  public Caller reader(int number) {
    return new Reader(
        number,
        List.of(
            new Reader.Share(45, Reader.oneOf("/api/v1/processes/", processes)),
            new Reader.Share(15, Reader.oneOf("/api/v1/machines/", machines)),
            new Reader.Share(15, Reader.page("/api/v1/processes?size=20&", 10)),
            new Reader.Share(
                15,
                random ->
                    "/api/v1/processes?size=20&status=CREATED&search=-" + random.nextInt(100)),
            new Reader.Share(10, Reader.page("/api/v1/machines?size=20&", 10))));
  }

  @Override
  public List<Caller> writers(int count) {
    return IntStream.range(0, count)
        .<Caller>mapToObj(i -> new ProcessWriter(PROCESSES + i, machines.get(PROCESSES + i)))
        .toList();
  }

  private static Request create(String machine, String name) {
    return Request.post(
        "/api/v1/processes",
        "{\"templateId\":\"%s\",\"machineId\":\"%s\",\"name\":\"%s\"}"
            .formatted(TemplateSnapshots.TEMPLATE, machine, name));
  }

  /** Makes a process, changes its machine, deletes the process, changes the machine again. */
  private static final class ProcessWriter extends Writer {
    private final int number;
    private final String machine;
    private final List<Step> steps;
    private String process;
    private String etag = "\"0\"";

    ProcessWriter(int number, String machine) {
      this.number = number;
      this.machine = machine;
      this.steps =
          List.of(
              new Step(() -> create(machine, "draft-" + number), this::made),
              new Step(() -> describe("Rack 1"), this::changed),
              new Step(() -> Request.delete(process), answer -> {}),
              new Step(() -> describe("Rack 2"), this::changed));
    }

    @Override
    List<Step> steps() {
      return steps;
    }

    private void made(Answer answer) {
      process = "/api/v1/processes/" + answer.id();
    }

    private Request describe(String description) {
      return Request.put(
          "/api/v1/machines/" + machine,
          etag,
          "{\"name\":\"gpu-%d\",\"address\":\"gpu-%d.example.org\",\"description\":\"%s\"}"
              .formatted(number, number, description));
    }

    private void changed(Answer answer) {
      etag = answer.etag();
    }
  }
}
