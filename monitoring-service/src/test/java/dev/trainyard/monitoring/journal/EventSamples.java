package dev.trainyard.monitoring.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.contracts.audit.ChangeEvent;
import dev.trainyard.contracts.audit.ChangeKind;
import dev.trainyard.contracts.audit.FieldChange;
import dev.trainyard.contracts.audit.RefusalEvent;
import dev.trainyard.contracts.dataset.DatasetEvent;
import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.machine.MachineEvent;
import dev.trainyard.contracts.machine.StandDown;
import dev.trainyard.contracts.model.ModelEvent;
import dev.trainyard.contracts.model.ModelOrigin;
import dev.trainyard.contracts.model.ModelStatus;
import dev.trainyard.contracts.process.LaunchStage;
import dev.trainyard.contracts.process.ProcessEvent;
import dev.trainyard.contracts.process.ProcessRepairEvent;
import dev.trainyard.contracts.process.ProcessStageEvent;
import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.contracts.process.RunRepair;
import dev.trainyard.contracts.process.RunReport;
import dev.trainyard.contracts.process.StartTraining;
import dev.trainyard.contracts.process.StopTraining;
import dev.trainyard.contracts.template.TemplateEvent;
import dev.trainyard.contracts.training.TrainingParameters;
import dev.trainyard.monitoring.Samples;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Data of each type of event, about one process on one machine.
 *
 * @param processId also stands for everything else that has an id
 */
record EventSamples(UUID processId, UUID machineId) {
  /** Data of the type, with the marker somewhere in its text. */
  Object of(EventType type, String marker) {
    Map<Class<?>, Object> samples =
        Map.ofEntries(
            Map.entry(ProcessEvent.class, process(marker, processId)),
            Map.entry(
                ProcessStageEvent.class,
                new ProcessStageEvent(
                    processId, machineId, 1, LaunchStage.RUN_STARTED, false, marker, Samples.NOON)),
            Map.entry(StartTraining.class, named(Samples.start(processId, machineId), marker)),
            Map.entry(
                ProcessRepairEvent.class,
                new ProcessRepairEvent(
                    processId, machineId, 1, RunRepair.values()[0], marker, Samples.NOON)),
            Map.entry(StandDown.class, new StandDown(machineId, processId, 1, processId, marker)),
            Map.entry(StopTraining.class, new StopTraining(processId, 1, machineId, 60, null)),
            Map.entry(
                RunReport.class,
                new RunReport(
                    processId,
                    machineId,
                    1,
                    1,
                    RunPhase.TRAINING,
                    null,
                    marker,
                    Samples.NOON,
                    null,
                    null)),
            Map.entry(MachineEvent.class, machine(marker)),
            Map.entry(
                TemplateEvent.class,
                new TemplateEvent(
                    processId,
                    processId,
                    marker,
                    "classifier",
                    "base-resnet18",
                    null,
                    TrainingParameters.defaults(),
                    1,
                    Samples.NOON)),
            Map.entry(
                DatasetEvent.class,
                new DatasetEvent(
                    processId,
                    processId,
                    marker,
                    1,
                    10,
                    "00",
                    List.of("a"),
                    1,
                    1,
                    List.of(),
                    Samples.NOON)),
            Map.entry(
                ModelEvent.class,
                new ModelEvent(
                    processId,
                    marker,
                    1,
                    processId,
                    processId,
                    processId,
                    1,
                    "00",
                    10,
                    Map.of("accuracy", 0.9),
                    List.of("champion"),
                    List.of("post"),
                    ModelStatus.REJECTED_BY_GATE,
                    List.of("too little"),
                    ModelOrigin.TRAINED,
                    Samples.NOON)),
            Map.entry(
                ChangeEvent.class,
                new ChangeEvent(
                    "process-service",
                    "Machine",
                    processId.toString(),
                    ChangeKind.CHANGED,
                    List.of(new FieldChange("name", "m", marker)),
                    Samples.NOON)),
            Map.entry(
                RefusalEvent.class,
                new RefusalEvent(
                    "process-service",
                    "GET",
                    "/api/v1/machines/" + marker,
                    401,
                    "10.0.0.17",
                    null,
                    false,
                    1,
                    Samples.NOON)));
    var sample = samples.get(type.dataClass());
    assertThat(sample).as("no sample of %s", type).isNotNull();
    return sample;
  }

  private static StartTraining named(StartTraining command, String name) {
    return new StartTraining(
        command.processId(),
        command.attempt(),
        command.machineId(),
        name,
        command.projectId(),
        command.projectName(),
        command.templateId(),
        command.templateName(),
        command.modelType(),
        command.baseModel(),
        command.datasetId(),
        command.datasetName(),
        command.datasetVersion(),
        command.datasetDigest(),
        command.parameters(),
        command.resume(),
        command.agentId(),
        command.incarnation(),
        command.templateRevision(),
        null);
  }

  ProcessEvent process(String name, UUID projectId) {
    return new ProcessEvent(
        processId,
        name,
        projectId,
        processId,
        "t",
        null,
        machineId,
        "m",
        ProcessStatus.CREATED,
        true,
        0,
        Samples.NOON,
        null,
        null);
  }

  MachineEvent machine(String name) {
    return Samples.machine(machineId, name, true);
  }
}
