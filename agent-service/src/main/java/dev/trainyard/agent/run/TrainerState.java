package dev.trainyard.agent.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.trainyard.contracts.trainer.TrainerMessage;

/**
 * How far a run's trainer was listened to.
 *
 * @param launch which launch of the attempt it is, from 1
 * @param offset how many bytes of its messages have had their effect
 * @param last its last word; null before it has said one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TrainerState(int launch, long offset, TrainerMessage last) {

  TrainerState heardTo(long newOffset) {
    return new TrainerState(launch, newOffset, last);
  }

  TrainerState saying(TrainerMessage word) {
    return new TrainerState(launch, offset, word);
  }
}
