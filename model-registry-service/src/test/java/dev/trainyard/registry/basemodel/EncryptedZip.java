package dev.trainyard.registry.basemodel;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;

/** A zip with a password, as zip programs have made it since PKZIP 2; the JDK makes none. */
final class EncryptedZip {
  private static final int HEADER_BYTES = 12;
  private static final short VERSION = 20;
  private static final short ENCRYPTED = 1;

  private final ByteArrayOutputStream file = new ByteArrayOutputStream();
  private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
  private final Random random = new Random(1);

  private EncryptedZip() {}

  static byte[] of(String password, Map<String, byte[]> entries) {
    var zip = new EncryptedZip();
    entries.forEach((name, content) -> zip.add(password, name, content));
    int start = zip.file.size();
    zip.file.writeBytes(zip.directory.toByteArray());
    zip.file.writeBytes(
        littleEndian(22)
            .putInt(0x06054b50)
            .putInt(0)
            .putShort((short) entries.size())
            .putShort((short) entries.size())
            .putInt(zip.directory.size())
            .putInt(start)
            .array());
    return zip.file.toByteArray();
  }

  private void add(String password, String name, byte[] content) {
    var sum = new CRC32();
    sum.update(content);
    var bytes = name.getBytes(StandardCharsets.US_ASCII);
    var facts =
        littleEndian(24)
            .putShort(VERSION)
            .putShort(ENCRYPTED)
            // Not compressed, at no time.
            .putShort((short) 0)
            .putInt(0)
            .putInt((int) sum.getValue())
            .putInt(content.length + HEADER_BYTES)
            .putInt(content.length)
            .putShort((short) bytes.length)
            .array();
    directory.writeBytes(littleEndian(6).putInt(0x02014b50).putShort(VERSION).array());
    directory.writeBytes(facts);
    directory.writeBytes(littleEndian(16).putInt(12, file.size()).array());
    directory.writeBytes(bytes);
    file.writeBytes(littleEndian(4).putInt(0x04034b50).array());
    file.writeBytes(facts);
    file.writeBytes(new byte[2]);
    file.writeBytes(bytes);
    file.writeBytes(encrypted(password, content, (byte) (sum.getValue() >>> 24)));
  }

  /** A random header, by whose last byte a program knows the right password, and the content. */
  private byte[] encrypted(String password, byte[] content, byte check) {
    var keys = new Keys();
    for (byte letter : password.getBytes(StandardCharsets.US_ASCII)) {
      keys.update(letter);
    }
    var plain = new byte[HEADER_BYTES + content.length];
    random.nextBytes(plain);
    plain[HEADER_BYTES - 1] = check;
    System.arraycopy(content, 0, plain, HEADER_BYTES, content.length);
    for (int index = 0; index < plain.length; index++) {
      byte original = plain[index];
      plain[index] ^= keys.next();
      keys.update(original);
    }
    return plain;
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static final class Keys {
    private int first = 0x12345678;
    private int second = 0x23456789;
    private int third = 0x34567890;

    private void update(byte plain) {
      first = sum(first, plain);
      second = (second + (first & 0xff)) * 134_775_813 + 1;
      third = sum(third, (byte) (second >>> 24));
    }

    private byte next() {
      int state = (third | 2) & 0xffff;
      return (byte) (state * (state ^ 1) >>> 8);
    }

    private static int sum(int before, byte value) {
      int low = (before ^ value) & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        low = low >>> 1 ^ ((low & 1) == 1 ? 0xedb88320 : 0);
      }
      return before >>> 8 ^ low;
    }
  }
}
