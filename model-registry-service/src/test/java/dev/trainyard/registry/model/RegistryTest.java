package dev.trainyard.registry.model;

import dev.trainyard.backends.quarkus.BackendsResource;
import dev.trainyard.kit.tenant.DefaultTenant;
import dev.trainyard.kit.testing.TokensResource;
import dev.trainyard.registry.FakeServicesResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** A test of the whole service with real PostgreSQL, Kafka and S3; other services are played. */
@QuarkusTest
@QuarkusTestResource(
    value = BackendsResource.class,
    initArgs = {
      @ResourceArg(name = "database", value = "trainyard_registry"),
      @ResourceArg(name = "kafka", value = "true"),
      @ResourceArg(name = "s3", value = "true")
    })
@QuarkusTestResource(FakeServicesResource.class)
@QuarkusTestResource(SmallParts.class)
@QuarkusTestResource(TokensResource.class)
@ExtendWith(DefaultTenant.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface RegistryTest {}
