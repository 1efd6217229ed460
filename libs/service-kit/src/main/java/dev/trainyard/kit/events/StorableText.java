package dev.trainyard.kit.events;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;

/**
 * Reads text so that PostgreSQL can keep it: it takes no NUL character, which JSON may hold and
 * which comes with the errors of others. It is left out.
 */
final class StorableText extends SimpleModule {
  private static final long serialVersionUID = 1L;

  StorableText() {
    addDeserializer(String.class, new WithoutNul());
  }

  private static final class WithoutNul extends StdScalarDeserializer<String> {
    private static final long serialVersionUID = 1L;

    WithoutNul() {
      super(String.class);
    }

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      var text = StringDeserializer.instance.deserialize(parser, context);
      return text == null ? null : text.replace("\u0000", "");
    }
  }
}
