package dev.trainyard.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a token for the platform on this machine. */
@Command(
    name = "token",
    mixinStandardHelpOptions = true,
    description = {
      "Prints a token for the platform on this machine, to be shown with each call:",
      "  Authorization: Bearer TOKEN",
      "",
      "It is signed with the key that the platform made at its first start, in its data. Who can"
          + " read that key is an administrator."
    },
    footer = {
      "",
      "Example: curl --oauth2-bearer \"$(./trainyard token viewer)\""
          + " http://localhost:8080/api/v1/projects"
    })
final class TokenCommand implements Callable<Integer> {
  /** Who uses the platform; services have roles of their own. */
  enum Role {
    ADMIN,
    OPERATOR,
    VIEWER,
    SYSTEM_ADMIN;

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  @Parameters(
      paramLabel = "ROLE",
      description =
          "admin may do everything, operator what training takes, viewer look; system-admin may do"
              + " everything for all tenants. One of: ${COMPLETION-CANDIDATES}, in any case.")
  private Role role;

  @Option(
      names = "--tenant",
      paramLabel = "NAME",
      description = "Whose it is: the token shows nothing of other tenants. Default: default.")
  private String tenant;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "Where the platform keeps its data. Default: ${DEFAULT-VALUE}.")
  private Path data;

  @Option(
      names = "--hours",
      paramLabel = "HOURS",
      defaultValue = "24",
      description = "How long it is good for, up to 720 hours. Default: ${DEFAULT-VALUE}.")
  private int hours;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (hours < 1 || hours > 720) {
      throw new picocli.CommandLine.ParameterException(
          spec.commandLine(), "--hours is " + hours + ", but must be 1 to 720");
    }
    spec.commandLine().getOut().println(token(Duration.ofHours(hours)));
    return 0;
  }

  private String token(Duration lifetime) {
    return tenant == null
        ? LocalTokens.of(data, role.toString(), lifetime)
        : LocalTokens.of(data, role.toString(), tenant, lifetime);
  }
}
