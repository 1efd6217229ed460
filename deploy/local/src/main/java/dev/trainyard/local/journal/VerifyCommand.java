package dev.trainyard.local.journal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.local.LocalTokens;
import dev.trainyard.local.PlatformException;
import dev.trainyard.local.demo.ApiClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks a running platform whether its journal is as it was written. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Finds out whether the journal of a running platform is as it was written.",
      "",
      "Every entry has a hash over itself and the entry before. Reads all entries of the days and"
          + " prints a line a day: OK, or which entry was altered, is missing or was added. Of many"
          + " million entries it takes minutes.",
      "",
      "Note a last hash elsewhere from time to time: while the same day still has the same one,"
          + " nobody has written the journal up to there anew."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:Every entry is as it was written.",
      "1:Something was altered, added or is missing.",
      "2:The journal cannot be asked, or the command is written wrongly."
    },
    footer = {"", "Example: trainyard journal verify --from 2026-11-01 --to 2026-11-30"})
final class VerifyCommand implements Callable<Integer> {
  private static final int INTACT = 0;
  private static final int NOT_INTACT = 1;
  private static final int CANNOT_BE_ASKED = 2;
  private static final Duration PATIENCE = Duration.ofHours(6);

  @Option(
      names = "--from",
      paramLabel = "DAY",
      description = "First day, UTC, such as 2026-11-01. Default: the first there is.")
  private LocalDate from;

  @Option(
      names = "--to",
      paramLabel = "DAY",
      description = "Last day, UTC. Default: the last there is.")
  private LocalDate to;

  @Option(
      names = "--address",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:8080",
      description = "Where the platform is. Default: ${DEFAULT-VALUE}.")
  private URI address;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description =
          "Data of the platform on this machine, which has the key for a token. Not needed where"
              + " TRAINYARD_TOKEN is set. Default: ${DEFAULT-VALUE}.")
  private Path data;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    JsonNode answer;
    try {
      answer = new ApiClient(address, token(), call -> {}, PATIENCE).get(path()).orThrow();
    } catch (PlatformException | IllegalArgumentException e) {
      var err = spec.commandLine().getErr();
      err.println("trainyard: the journal at " + address + " cannot be asked: " + e.getMessage());
      err.println(
          "Is the platform up? Choose another address with --address URL, another token with TRAINYARD_TOKEN.");
      return CANNOT_BE_ASKED;
    }
    return tell(answer);
  }

  private String token() {
    var told = System.getenv("TRAINYARD_TOKEN");
    return told == null || told.isBlank() ? LocalTokens.of(data, "viewer", PATIENCE) : told.strip();
  }

  private String path() {
    var path = new StringBuilder("/api/v1/journal/verification");
    if (from != null) {
      path.append("?from=").append(from);
    }
    if (to != null) {
      path.append(from == null ? '?' : '&').append("to=").append(to);
    }
    return path.toString();
  }

  private int tell(JsonNode answer) {
    var out = spec.commandLine().getOut();
    var days = answer.path("days");
    var wrong = 0;
    for (var day : days) {
      var isIntact = day.path("result").asText().equals("OK");
      wrong += isIntact ? 0 : 1;
      out.printf(
          "%s  %-11s  %s%n",
          day.path("day").asText(),
          day.path("result").asText(),
          isIntact ? intact(day) : day.path("detail").asText());
    }
    if (answer.path("intact").asBoolean(false)) {
      out.printf("The journal is intact: days=%d%n", days.size());
      return INTACT;
    }
    out.printf("The journal is NOT intact: days=%d wrong=%d%n", days.size(), wrong);
    return NOT_INTACT;
  }

  private static String intact(JsonNode day) {
    var archive = day.path("archive").asText("");
    return "entries=%d lastHash=%s%s"
        .formatted(
            day.path("entries").asLong(),
            day.path("lastHash").asText(),
            archive.isEmpty() ? "" : " archive=" + archive);
  }
}
