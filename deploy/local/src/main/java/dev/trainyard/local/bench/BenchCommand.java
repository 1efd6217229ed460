package dev.trainyard.local.bench;

import dev.trainyard.local.bench.transfer.TransferBenchCommand;
import picocli.CommandLine.Command;

/** Measures; prints a table and, as the last line, {@code name=value} pairs for scripts. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures the platform on this machine.",
    synopsisSubcommandLabel = "NAME",
    subcommands = {
      PlatformBenchCommand.class,
      TrainerBenchCommand.class,
      RemainingTimeBenchCommand.class,
      FleetBenchCommand.class,
      MetricsBenchCommand.class,
      TransferBenchCommand.class
    })
public final class BenchCommand {}
