package dev.trainyard.agent.run;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;

/**
 * Makes the spans of trainers, which are services of their own in a trace, though the agent tells
 * of them: a trainer reaches no network. Thread-safe.
 */
@ApplicationScoped
class TrainerTracer {
  private static final String SERVICE = "trainer";

  private final Tracer tracer;

  /**
   * @param exporting what the agent's own spans go through
   */
  TrainerTracer(@Any Instance<SpanProcessor> exporting) {
    var provider =
        SdkTracerProvider.builder()
            .setResource(Resource.builder().put("service.name", SERVICE).build())
            // Of a trace that is exported or of none.
            .setSampler(Sampler.parentBased(Sampler.alwaysOff()));
    exporting.forEach(provider::addSpanProcessor);
    this.tracer = provider.build().get("dev.trainyard.trainer");
  }

  Tracer tracer() {
    return tracer;
  }
}
