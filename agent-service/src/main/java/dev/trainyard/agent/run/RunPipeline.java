package dev.trainyard.agent.run;

import dev.trainyard.agent.AgentConfig;
import dev.trainyard.agent.dataset.DatasetCache;
import dev.trainyard.agent.failure.RunFailedException;
import dev.trainyard.agent.model.BaseModelCache;
import dev.trainyard.agent.model.BaseModelFile;
import dev.trainyard.agent.model.ModelUploader;
import dev.trainyard.agent.platform.LenientJson;
import dev.trainyard.agent.platform.Retry;
import dev.trainyard.agent.storage.WholeFile;
import dev.trainyard.agent.trainer.TrainerLog;
import dev.trainyard.agent.trainer.TrainerProcess;
import dev.trainyard.contracts.process.FailureCause;
import dev.trainyard.contracts.process.LaunchStage;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.contracts.process.StartTraining;
import dev.trainyard.contracts.trainer.RunSpecification;
import dev.trainyard.protocol.agent.CrashDecision;
import dev.trainyard.protocol.agent.RestartDecision;
import dev.trainyard.protocol.agent.RunRules;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** The steps of a run, in order: storage, base model, dataset, training, upload. Thread-safe. */
@ApplicationScoped
class RunPipeline {
  private static final Logger LOG = Logger.getLogger(RunPipeline.class);

  private final AgentConfig config;
  private final RunStateStore store;
  private final BaseModelCache baseModels;
  private final DatasetCache datasets;
  private final TrainingStep training;
  private final ModelUploader uploader;
  private final LenientJson json;

  RunPipeline(
      AgentConfig config,
      RunStateStore store,
      BaseModelCache baseModels,
      DatasetCache datasets,
      TrainingStep training,
      ModelUploader uploader,
      LenientJson json) {
    this.config = config;
    this.store = store;
    this.baseModels = baseModels;
    this.datasets = datasets;
    this.training = training;
    this.uploader = uploader;
    this.json = json;
  }

  /** Frees the disk of what an earlier life of the agent did not bring to its end. */
  void discardLeftovers() {
    baseModels.discardLeftovers();
    datasets.discardLeftovers();
  }

  /** It is the run's turn: it is kept on disk, so that a restarted agent finds it. */
  void keep(StartTraining command, RunJournal journal) throws RunFailedException {
    try {
      store.keep(command, journal);
    } catch (IOException e) {
      throw storageFailed(e);
    }
  }

  /**
   * Does a run, or goes on with it.
   *
   * @param entry where it begins
   * @param attached the trainer that an earlier life of the agent has started
   * @return the model's id in the registry
   * @throws RunFailedException if a step fails for good
   * @throws InterruptedException if the run was told to end
   */
  UUID execute(
      StartTraining command,
      LaunchProgress progress,
      RunControl control,
      RestartDecision entry,
      Optional<TrainerProcess> attached)
      throws RunFailedException, InterruptedException {
    var journal = progress.journal();
    journal.begin(command);
    var directory = store.directory(command.processId());
    TrainerProcess.Ending ending;
    if (attached.isPresent()) {
      ending = training.follow(attached.get(), command, directory, progress);
      control.trainerEnded();
      if (entry == RestartDecision.FAIL) {
        throw TrainerDeath.lostWithAgent(command, directory);
      }
      if (entry == RestartDecision.LAUNCH_AGAIN) {
        journal.relaunching(
            journal.state().resumes(),
            "The trainer ended with the agent or the machine; it goes on from its last checkpoint.");
        ending = launch(command, directory, progress, control);
      }
    } else if (entry == RestartDecision.FAIL) {
      throw TrainerDeath.neverLaunched();
    } else {
      ending = launch(command, directory, progress, control);
    }
    while (TrainingStep.isCrash(ending)) {
      requireSpaceAfter(ending, command, directory);
      var decision =
          RunRules.onCrash(command.parameters().resumeAfterCrash(), journal.state().resumes());
      if (!(decision instanceof CrashDecision.Resume resume)) {
        throw training.failureOf(ending, command, directory);
      }
      journal.relaunching(resume.number(), TrainerDeath.resumeNotice(ending, resume.number()));
      Thread.sleep(resume.backOff().toMillis());
      ending = launch(command, directory, progress, control);
    }
    var result = training.resultOf(ending, command, directory);
    journal.phase(RunPhase.UPLOADING, null);
    return RunSpans.in(
        "upload model", () -> uploader.upload(command, directory.modelArchive(), result));
  }

  /** A trainer cannot say that the disk is full when it is: what it says is written to it. */
  private void requireSpaceAfter(
      TrainerProcess.Ending ending, StartTraining command, RunDirectory directory)
      throws RunFailedException {
    if (ending.last().isEmpty()) {
      var log = TrainerLog.tailOf(directory.log(command.attempt()));
      var shortage = training.shortage(directory, log);
      if (shortage.isPresent()) {
        throw shortage.get();
      }
    }
  }

  /** Prepares all that a trainer needs, launches it, and returns when it has ended. */
  private TrainerProcess.Ending launch(
      StartTraining command, RunDirectory directory, LaunchProgress progress, RunControl control)
      throws RunFailedException, InterruptedException {
    var resume = command.resume() || progress.journal().state().launches() > 0;
    progress.done(LaunchStage.PIPELINE_STARTED);
    training.endAll(directory);
    RunSpans.in("prepare storage", () -> prepareStorage(directory, resume));
    progress.done(LaunchStage.STORAGE_PREPARED);
    var baseModel =
        RunSpans.in("download base model", () -> baseModels.download(command.baseModel()));
    progress.done(LaunchStage.BASE_MODEL_DOWNLOADED);
    var architecture = RunSpans.in("read base model", () -> baseModels.architectureOf(baseModel));
    progress.done(LaunchStage.BASE_MODEL_UNPACKED);
    RunSpans.in(
        "download dataset",
        () -> {
          datasets.download(command.datasetId(), command.datasetDigest());
          return command.datasetId();
        });
    progress.done(LaunchStage.DATASET_DOWNLOADED);
    var dataset = RunSpans.in("unpack dataset", () -> datasets.unpack(command.datasetDigest()));
    progress.done(LaunchStage.DATASET_UNPACKED);
    writeSpecification(command, directory, dataset, baseModel, architecture, resume);
    var inputs = List.of(datasets.directory(command.datasetDigest()), baseModel.archive());
    var ending = training.launch(command, directory, inputs, progress, control);
    control.trainerEnded();
    return ending;
  }

  /** Frees the disk of what nobody needs after success. */
  void discardWork(StartTraining command) {
    try {
      store.directory(command.processId()).discardWork();
    } catch (IOException e) {
      LOG.warnf(
          "Files of a finished run cannot be removed processId=%s reason=%s",
          command.processId(), e);
    }
  }

  private Path prepareStorage(RunDirectory directory, boolean resume) throws RunFailedException {
    try {
      store.prune(directory);
      directory.prepare(resume);
      var shortage = training.shortage(directory, List.of());
      if (shortage.isPresent()) {
        throw shortage.get();
      }
      return directory.root();
    } catch (IOException e) {
      throw storageFailed(e);
    }
  }

  private void writeSpecification(
      StartTraining command,
      RunDirectory directory,
      Path dataset,
      BaseModelFile baseModel,
      String architecture,
      boolean resume)
      throws RunFailedException {
    var specification =
        new RunSpecification(
            command.processId().toString(),
            command.attempt(),
            dataset.toString(),
            directory.work().toString(),
            directory.modelArchive().toString(),
            architecture,
            baseModel.archive().toString(),
            baseModel.sha256(),
            command.parameters(),
            resume,
            lineage(command));
    try {
      WholeFile.write(directory.specification(), json.write(specification), false);
    } catch (IOException e) {
      throw storageFailed(e);
    }
  }

  private Map<String, Object> lineage(StartTraining command) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("processName", command.name());
    facts.put("projectId", command.projectId());
    facts.put("projectName", command.projectName());
    facts.put("templateId", command.templateId());
    facts.put("templateName", command.templateName());
    facts.put("templateRevision", command.templateRevision());
    facts.put("modelType", command.modelType());
    facts.put("baseModel", command.baseModel());
    facts.put("datasetId", command.datasetId());
    facts.put("datasetName", command.datasetName());
    facts.put("datasetVersion", command.datasetVersion());
    facts.put("datasetDigest", command.datasetDigest());
    facts.put("machineId", command.machineId());
    facts.put("machineName", config.machineName().orElse(null));
    facts.values().removeIf(java.util.Objects::isNull);
    return facts;
  }

  private RunFailedException storageFailed(IOException e) {
    return new RunFailedException(
        FailureCause.STORAGE_ERROR,
        "The machine's disk cannot be used: %s. Look at %s."
            .formatted(Retry.reasonOf(e), config.dataDirectory()),
        e);
  }
}
