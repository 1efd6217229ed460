package dev.trainyard.monitoring.machine;

import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.monitoring.machine.LoadHistoryReader.BusyMachine;
import dev.trainyard.monitoring.machine.LoadHistoryReader.LoadStep;
import dev.trainyard.monitoring.machine.LoadHistoryReader.MachineStep;
import dev.trainyard.monitoring.machine.LoadHistoryReader.RunningStep;
import dev.trainyard.monitoring.machine.LoadHistoryView.Bytes;
import dev.trainyard.monitoring.machine.LoadHistoryView.Fractions;
import dev.trainyard.monitoring.machine.LoadHistoryView.Gpu;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Puts together how busy machines were. Thread-safe. */
@ApplicationScoped
class LoadHistoryService {
  private final LoadHistoryReader history;
  private final MachineLoadStore machines;

  LoadHistoryService(LoadHistoryReader history, MachineLoadStore machines) {
    this.history = history;
    this.machines = machines;
  }

  /**
   * How busy a machine was; one that was deleted has its past as long as it is kept.
   *
   * @throws NotFoundException if nothing is known of it
   */
  LoadHistoryView load(UUID machineId, TimeSteps steps) {
    var machine = machines.find(machineId);
    if (machine.isEmpty() && !history.knows(machineId)) {
      throw new NotFoundException("machine", machineId);
    }
    var hardware = machine.map(MachineLoadView::hardware).orElse(null);
    var loads =
        new Loads(
            steps.times(),
            history.loads(machineId, steps).stream()
                .collect(Collectors.toMap(LoadStep::time, step -> step)));
    return new LoadHistoryView(
        machineId,
        machine.map(MachineLoadView::name).orElse(null),
        hardware,
        steps.length().toSeconds(),
        steps.times(),
        new Fractions(loads.each(LoadStep::cpuMean), loads.each(LoadStep::cpuMax)),
        new Bytes(loads.bytes(LoadStep::memoryMean), loads.bytes(LoadStep::memoryMax)),
        new Bytes(loads.bytes(LoadStep::diskMean), loads.bytes(LoadStep::diskMin)),
        loads.each(LoadStep::running),
        IntStream.range(0, loads.gpus())
            .mapToObj(
                index ->
                    new Gpu(
                        index,
                        hardware == null
                            ? null
                            : hardware.gpus().stream()
                                .filter(gpu -> gpu.index() == index)
                                .map(gpu -> gpu.name())
                                .findFirst()
                                .orElse(null),
                        loads.utilisation(index),
                        loads.gpuMemory(index)))
            .toList());
  }

  /**
   * How many processes were at work.
   *
   * @param most machines that are told of one by one
   */
  RunningView running(TimeSteps steps, int most) {
    var times = steps.times();
    Map<Instant, Map<String, Double>> byTime =
        history.running(steps).stream()
            .collect(
                Collectors.groupingBy(
                    RunningStep::time,
                    Collectors.toMap(RunningStep::modelType, RunningStep::running)));
    var types =
        byTime.values().stream()
            .flatMap(each -> each.keySet().stream())
            .filter(type -> !type.isEmpty())
            .distinct()
            .sorted()
            .toList();
    Function<Instant, Double> total =
        time ->
            byTime.containsKey(time)
                ? types.stream().mapToDouble(type -> of(byTime.get(time), type)).sum()
                : null;
    var busiest = history.busiest(steps, most);
    return new RunningView(
        steps.length().toSeconds(),
        times,
        times.stream().map(total).toList(),
        types.stream()
            .map(
                type ->
                    new RunningView.ModelType(
                        type,
                        times.stream()
                            .map(
                                time ->
                                    byTime.containsKey(time) ? of(byTime.get(time), type) : null)
                            .toList()))
            .toList(),
        busiest.stream().mapToInt(BusyMachine::machinesInAll).findFirst().orElse(0),
        onMachines(busiest, steps));
  }

  private List<RunningView.Machine> onMachines(List<BusyMachine> busiest, TimeSteps steps) {
    if (busiest.isEmpty()) {
      return List.of();
    }
    var times = steps.times();
    Map<UUID, Map<Instant, Double>> running =
        history.running(steps, busiest.stream().map(BusyMachine::machineId).toList()).stream()
            .collect(
                Collectors.groupingBy(
                    MachineStep::machineId,
                    Collectors.toMap(MachineStep::time, MachineStep::running)));
    return busiest.stream()
        .map(
            machine -> {
              var its = running.getOrDefault(machine.machineId(), Map.of());
              return new RunningView.Machine(
                  machine.machineId(), machine.name(), times.stream().map(its::get).toList());
            })
        .toList();
  }

  private static Double of(Map<String, Double> byType, String type) {
    return byType.getOrDefault(type, 0.0);
  }

  /**
   * The loads of a machine by their times.
   *
   * @param times of all steps
   * @param byTime without those in which it was silent
   */
  private record Loads(List<Instant> times, Map<Instant, LoadStep> byTime) {

    <T> List<T> each(Function<LoadStep, T> value) {
      return times.stream()
          .map(byTime::get)
          .map(step -> step == null ? null : value.apply(step))
          .toList();
    }

    List<Long> bytes(ToDoubleFunction<LoadStep> value) {
      return each(step -> Math.round(value.applyAsDouble(step)));
    }

    int gpus() {
      return byTime.values().stream()
          .mapToInt(step -> step.gpuPeaks().size() / LoadSum.PEAKS_PER_GPU)
          .max()
          .orElse(0);
    }

    Fractions utilisation(int gpu) {
      return new Fractions(
          each(step -> mean(step, gpu * LoadSum.SUMS_PER_GPU)),
          each(step -> peak(step, gpu * LoadSum.SUMS_PER_GPU, gpu * LoadSum.PEAKS_PER_GPU)));
    }

    Bytes gpuMemory(int gpu) {
      return new Bytes(
          each(step -> rounded(mean(step, gpu * LoadSum.SUMS_PER_GPU + 2))),
          each(
              step ->
                  rounded(
                      peak(
                          step, gpu * LoadSum.SUMS_PER_GPU + 2, gpu * LoadSum.PEAKS_PER_GPU + 1))));
    }

    /** The sum after the number of reports, by that number; null without any. */
    private static Double mean(LoadStep step, int reports) {
      return has(step, reports)
          ? (Double) (step.gpuSums().get(reports + 1) / step.gpuSums().get(reports))
          : null;
    }

    private static Double peak(LoadStep step, int reports, int peak) {
      return has(step, reports) ? step.gpuPeaks().get(peak) : null;
    }

    private static boolean has(LoadStep step, int reports) {
      return reports < step.gpuSums().size() && step.gpuSums().get(reports) > 0;
    }

    private static Long rounded(Double bytes) {
      return bytes == null ? null : (Long) Math.round(bytes);
    }
  }
}
