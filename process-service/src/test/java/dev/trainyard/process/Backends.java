package dev.trainyard.process;

import dev.trainyard.backends.quarkus.BackendsResource;
import dev.trainyard.kit.tenant.DefaultTenant;
import dev.trainyard.kit.testing.TokensResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs a test against real PostgreSQL and Kafka, a fake template service, and short waits. */
@QuarkusTestResource(
    value = BackendsResource.class,
    initArgs = {
      @ResourceArg(name = "database", value = "process"),
      @ResourceArg(name = "kafka", value = "true")
    })
@QuarkusTestResource(FakeTemplateServiceResource.class)
@QuarkusTestResource(ShortWaitsResource.class)
@QuarkusTestResource(TokensResource.class)
@QuarkusTestResource(OwnAddressResource.class)
@ExtendWith(DefaultTenant.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Backends {}
