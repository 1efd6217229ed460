package dev.trainyard.kit.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a migration must not do while replicas of the last release still work with its tables. Such
 * a replica reads and writes what it knows: nothing of that may go, change its meaning, or want
 * more than it gives. What is new to it, a table for instance, does not concern it.
 */
public final class MigrationRules {
  private static final Pattern CONTRACT =
      Pattern.compile("(?m)^-- contract: since (\\d+(?:\\.\\d+)*)\\b");
  private static final Pattern CREATED =
      Pattern.compile("create (?:unlogged )?table (?:if not exists )?(\\w+)");
  private static final Pattern CHANGED =
      Pattern.compile("alter table (?:if exists )?(?:only )?(\\w+)");
  private static final Pattern UNIQUE_INDEX =
      Pattern.compile(
          "create unique index (?:concurrently )?(?:if not exists )?(?:\\w+ )?on (\\w+)");

  private static final Map<Pattern, String> FORBIDDEN = new LinkedHashMap<>();

  static {
    forbid("drop (?:table|view|materialized view|function|type)\\b", "takes away what is used");
    forbid(
        "drop column\\b|alter table \\w+ drop (?!column|constraint|default)\\w+(?: |,|$)",
        "takes away a column");
    forbid("\\brename\\b", "renames");
    forbid("alter (?:column )?\\w+ (?:set data )?type\\b", "changes a type");
    forbid("alter (?:column )?\\w+ drop default", "takes away a default");
    forbid("alter (?:column )?\\w+ drop not null", "leaves out what is read");
    forbid(
        "add column (?:if not exists )?(?=[^,]* not null)(?![^,]* (?:default|generated) )",
        "wants a column that is not written");
    forbid(
        "add (?:constraint \\w+ )?(?:check|unique|primary key|foreign key|exclude)\\b",
        "forbids what may be written");
  }

  private static final Pattern NOT_NULL = Pattern.compile("alter (?:column )?(\\w+) set not null");

  private MigrationRules() {}

  /**
   * What is against the rule.
   *
   * @param sql a migration
   * @param lastRelease whose replicas may still work; a line {@code -- contract: since RELEASE}
   *     says that they no longer need what goes
   */
  public static List<String> breaks(String sql, String lastRelease) {
    var contract = CONTRACT.matcher(sql);
    if (contract.find()) {
      return isNewer(contract.group(1), lastRelease)
          ? List.of("contract: %s is not released yet".formatted(contract.group(1)))
          : List.of();
    }
    var text = plain(sql);
    var created = CREATED.matcher(text).results().map(match -> match.group(1)).toList();
    var findings = new ArrayList<String>();
    for (var statement : text.split(";")) {
      var changed = CHANGED.matcher(statement);
      if (!changed.find() || !created.contains(changed.group(1))) {
        check(statement.strip(), text, findings);
      }
      var unique = UNIQUE_INDEX.matcher(statement);
      if (unique.find() && !created.contains(unique.group(1))) {
        findings.add("forbids what may be written: " + statement.strip());
      }
    }
    return findings;
  }

  private static void check(String statement, String all, List<String> findings) {
    FORBIDDEN.forEach(
        (pattern, words) -> {
          if (pattern.matcher(statement).find()) {
            findings.add(words + ": " + statement);
          }
        });
    NOT_NULL
        .matcher(statement)
        .results()
        .map(match -> match.group(1))
        .filter(column -> !all.contains(column + " set default"))
        .forEach(column -> findings.add("wants a column that is not written: " + statement));
  }

  private static String plain(String sql) {
    return sql.replaceAll("--[^\n]*", " ")
        .replaceAll("(?s)/\\*.*?\\*/", " ")
        .replaceAll("\\s+", " ")
        .toLowerCase(Locale.ROOT);
  }

  /** Whether one version comes after another. */
  static boolean isNewer(String version, String other) {
    var parts = version.split("\\.");
    var others = other.split("\\.");
    for (var index = 0; index < Math.max(parts.length, others.length); index++) {
      var part = index < parts.length ? Integer.parseInt(parts[index]) : 0;
      var otherPart = index < others.length ? Integer.parseInt(others[index]) : 0;
      if (part != otherPart) {
        return part > otherPart;
      }
    }
    return false;
  }

  private static void forbid(String pattern, String words) {
    FORBIDDEN.put(Pattern.compile(pattern), words);
  }
}
