package dev.trainyard.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** On Kubernetes a path leads to the service that it leads to here. */
class IngressTest {
  @Test
  void leadsWhereTheGatewayLeads() throws IOException {
    var ingress =
        new ObjectMapper(new YAMLFactory())
            .readTree(Path.of("../kubernetes/base/ingress.yaml").toFile());
    var paths = new TreeMap<String, String>();
    for (var path : ingress.at("/spec/rules/0/http/paths")) {
      paths.put(path.get("path").asText(), path.at("/backend/service/name").asText());
    }
    assertThat(paths).isEqualTo(Gateway.routes());
  }
}
