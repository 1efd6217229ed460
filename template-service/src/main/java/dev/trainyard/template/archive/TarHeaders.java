package dev.trainyard.template.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Reads a tar and looks at names as bytes: decoded ones have {@code ?} where they are not UTF-8,
 * and nobody could tell it from a real one.
 */
final class TarHeaders extends TarArchiveInputStream {
  static final int RECORD_BYTES = TarConstants.DEFAULT_RCDSIZE;
  private static final int NAME_BYTES = 100;
  private static final int TYPE = 156;
  private static final int MAGIC_END = 262;
  private static final int PREFIX = 345;
  private static final int PREFIX_BYTES = 155;

  private boolean isNamedBefore;
  private boolean isUtf8;

  TarHeaders(InputStream in) {
    // Owners and times that make no sense do not matter here.
    super(in, TarConstants.DEFAULT_BLKSIZE, RECORD_BYTES, StandardCharsets.UTF_8.name(), true);
  }

  /** Begins the next entry; null when there is none. */
  TarArchiveEntry begin() throws IOException {
    isNamedBefore = false;
    isUtf8 = true;
    return getNextEntry();
  }

  /** Whether the name of the entry is in UTF-8. */
  boolean isNameUtf8() {
    return isUtf8;
  }

  @Override
  protected byte[] readRecord() throws IOException {
    var header = super.readRecord();
    if (header != null) {
      look(header);
    }
    return header;
  }

  @Override
  protected byte[] getLongNameData() throws IOException {
    var name = super.getLongNameData();
    isUtf8 &= name == null || isUtf8(name, 0, name.length);
    return name;
  }

  private void look(byte[] header) {
    switch (header[TYPE]) {
      // What follows has its name there, and only a part of it in its own header.
      case TarConstants.LF_GNUTYPE_LONGNAME, TarConstants.LF_PAX_EXTENDED_HEADER_LC ->
          isNamedBefore = true;
      case TarConstants.LF_GNUTYPE_LONGLINK, TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER -> {}
      default ->
          isUtf8 &=
              isNamedBefore
                  || isUtf8(header, 0, NAME_BYTES)
                      && (header[MAGIC_END] != 0 || isUtf8(header, PREFIX, PREFIX_BYTES));
    }
  }

  private static boolean isUtf8(byte[] content, int offset, int maxBytes) {
    var bytes = 0;
    while (bytes < maxBytes && content[offset + bytes] != 0) {
      bytes++;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content, offset, bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
