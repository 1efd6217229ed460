package dev.trainyard.local.journal;

import picocli.CommandLine.Command;

/** What an administrator does with the journal. */
@Command(
    name = "journal",
    mixinStandardHelpOptions = true,
    description = "Looks after the journal of a running platform.",
    synopsisSubcommandLabel = "NAME",
    subcommands = VerifyCommand.class)
public final class JournalCommand {}
