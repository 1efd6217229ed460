package dev.trainyard.template.archive;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** What no entry of an archive may be, whether it is used or not. Not thread-safe. */
final class EntryRules {
  /** What file systems can hold. */
  private static final int MAX_NAME_BYTES = 255;

  private static final int MAX_PATH_BYTES = 1_000;
  private static final int PRINTED_CHARACTERS = 300;
  private static final Pattern DRIVE = Pattern.compile("^[A-Za-z]:.*");

  /** What a decoder puts where bytes are not UTF-8. */
  static final char REPLACEMENT = '\uFFFD';

  private final Findings findings;
  private final Set<String> files = new HashSet<>();
  private final Set<String> folders = new HashSet<>();

  EntryRules(Findings findings) {
    this.findings = findings;
  }

  /** Puts what is wrong with an entry into the findings; false if anything is. */
  boolean accept(ZipItem item) {
    return isPlainPath(item.name()) && isPlainFile(item) && isUnique(item);
  }

  private boolean isPlainPath(String name) {
    if (name.isEmpty() || ShownText.hasControlCharacters(name)) {
      return refuse(ProblemCode.UNUSABLE_NAME, name, "has no name, or control characters in it");
    }
    if (name.indexOf(REPLACEMENT) >= 0) {
      return refuse(
          ProblemCode.NAME_ENCODING,
          name,
          "has a name that is not UTF-8; pack it with a tool that writes UTF-8 names, such as 7-Zip"
              + " with -mcu=on, or give it a name of Latin letters");
    }
    if (name.startsWith("/") || DRIVE.matcher(name).matches()) {
      return refuse(
          ProblemCode.PATH_OUTSIDE,
          name,
          "has an absolute path; paths must be relative to the archive");
    }
    if (name.contains("\\")) {
      return refuse(
          ProblemCode.PATH_OUTSIDE,
          name,
          "has a backslash in its path; pack it with a tool that writes /");
    }
    var tooLong = bytes(name) > MAX_PATH_BYTES;
    for (var part : name.split("/")) {
      if (part.equals("..") || part.equals(".") || part.isEmpty()) {
        return refuse(
            ProblemCode.PATH_OUTSIDE,
            name,
            "has a path that leads outside the archive or is ambiguous");
      }
      tooLong |= bytes(part) > MAX_NAME_BYTES;
    }
    return !tooLong
        || refuse(
            ProblemCode.UNUSABLE_NAME,
            name,
            "has a name of more than %d bytes, or a path of more than %d"
                .formatted(MAX_NAME_BYTES, MAX_PATH_BYTES));
  }

  private boolean isPlainFile(ZipItem item) {
    if (item.isSpecial()) {
      return refuse(
          ProblemCode.LINK,
          item.name(),
          "is a symbolic link or a special file; only files and folders are allowed");
    }
    if (item.encrypted()) {
      return refuse(ProblemCode.ENCRYPTED, item.name(), "is encrypted; pack it without a password");
    }
    return item.isFolder()
        || item.hasKnownMethod()
        || refuse(
            ProblemCode.UNKNOWN_COMPRESSION,
            item.name(),
            "is compressed by a method other than deflate");
  }

  private boolean isUnique(ZipItem item) {
    var name = item.name();
    if (!item.isFolder() && !files.add(name)) {
      return refuse(ProblemCode.DUPLICATE_ENTRY, name, "is in the archive twice");
    }
    // From the innermost folder outwards; what is above a known one is known.
    for (var end = name.lastIndexOf('/'); end > 0; end = name.lastIndexOf('/', end - 1)) {
      if (!folders.add(name.substring(0, end))) {
        break;
      }
    }
    return true;
  }

  /** Names that are a file's and a folder's, which no disk can hold; when every entry was added. */
  void refuseFilesWithChildren() {
    files.stream()
        .filter(folders::contains)
        .sorted()
        .forEach(
            name ->
                refuse(ProblemCode.DUPLICATE_ENTRY, name, "is a file and a folder in the archive"));
  }

  private boolean refuse(ProblemCode code, String name, String message) {
    findings.add(code, printable(name), message);
    return false;
  }

  private static int bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length;
  }

  /** A name from an archive as an answer can have it; null when it is empty. */
  static String printable(String name) {
    return name.isEmpty() ? null : ShownText.of(name, PRINTED_CHARACTERS);
  }
}
