package dev.trainyard.agent.run;

import dev.trainyard.agent.model.UploadTimes;
import dev.trainyard.agent.trainer.TrainerMessages;
import dev.trainyard.contracts.process.LaunchStage;
import dev.trainyard.contracts.trainer.TrainerMessage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Passes on what trainers say, to a run's journal and to its trace. Thread-safe. */
@ApplicationScoped
class TrainerRelay {
  private static final Logger LOG = Logger.getLogger(TrainerRelay.class);

  private final UploadTimes uploads;
  private final TrainerTracer tracer;

  TrainerRelay(UploadTimes uploads, TrainerTracer tracer) {
    this.uploads = uploads;
    this.tracer = tracer;
  }

  /**
   * Begins to listen to a trainer.
   *
   * @param progress the run's
   * @param trains whether it has begun to train
   */
  Listening listen(LaunchProgress progress, boolean trains) {
    return new Listening(progress, trains);
  }

  /**
   * One trainer, as long as one life of the agent listens to it: a span for that, and below it one
   * for its preparations and one for the training. For one thread.
   */
  final class Listening implements AutoCloseable {
    private final LaunchProgress progress;
    private final Span trainer;
    private Span step;

    private Listening(LaunchProgress progress, boolean trains) {
      this.progress = progress;
      this.trainer = tracer.tracer().spanBuilder("trainer").startSpan();
      this.step = begin(trains ? "train" : "prepare");
    }

    /** Passes on a message. */
    void take(TrainerMessage message) {
      if (message instanceof TrainerMessage.Stage stage && stage.stage() != null) {
        if (stage.stage() == LaunchStage.RUN_STARTED) {
          step.end();
          step = begin("train");
        }
        progress.done(stage.stage());
      } else if (message instanceof TrainerMessage.Notice notice) {
        progress.journal().notice(notice.message());
      } else if (message instanceof TrainerMessage.Metrics metrics && metrics.point() != null) {
        progress.journal().measured(uploads.addedTo(metrics.point()));
      } else if (message instanceof TrainerMessage.Checkpoint checkpoint) {
        LOG.debugf("Checkpoint iteration=%d", checkpoint.iteration());
      } else if (TrainerMessages.isLast(message)) {
        if (message instanceof TrainerMessage.Failure failure) {
          trainer.setStatus(StatusCode.ERROR, String.valueOf(failure.cause()));
        }
        progress.journal().lastWord(message);
      }
    }

    /** The trainer has ended, or nobody listens any more. */
    @Override
    public void close() {
      step.end();
      trainer.end();
    }

    private Span begin(String name) {
      return tracer
          .tracer()
          .spanBuilder(name)
          .setParent(Context.current().with(trainer))
          .startSpan();
    }
  }
}
