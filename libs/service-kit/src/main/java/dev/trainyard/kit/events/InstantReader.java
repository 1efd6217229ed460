package dev.trainyard.kit.events;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.datatype.jsr310.deser.InstantDeserializer;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * Reads times as text quickly, and whatever else Jackson takes for a time, if they can be stored.
 */
final class InstantReader extends StdScalarDeserializer<Instant> {
  private static final long serialVersionUID = 1L;

  InstantReader() {
    super(Instant.class);
  }

  @Override
  public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    var time = read(parser, context);
    if (time != null && !StorableTime.isStorable(time)) {
      return context.reportInputMismatch(this, "the time is out of the years 1 to 9999: %s", time);
    }
    return time;
  }

  private static Instant read(JsonParser parser, DeserializationContext context)
      throws IOException {
    if (parser.hasToken(JsonToken.VALUE_STRING)) {
      try {
        return InstantText.parse(parser.getText());
      } catch (DateTimeParseException e) {
        // Jackson knows more ways, or says better what is wrong.
      }
    }
    return InstantDeserializer.INSTANT.deserialize(parser, context);
  }
}
