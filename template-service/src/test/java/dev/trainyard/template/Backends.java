package dev.trainyard.template;

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

/** Runs a test against real PostgreSQL, Kafka and S3, and a fake registry. */
@QuarkusTestResource(
    value = BackendsResource.class,
    initArgs = {
      @ResourceArg(name = "database", value = "template"),
      @ResourceArg(name = "kafka", value = "true"),
      @ResourceArg(name = "s3", value = "true")
    })
@QuarkusTestResource(FakeRegistryResource.class)
@QuarkusTestResource(TokensResource.class)
@ExtendWith(DefaultTenant.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Backends {}
