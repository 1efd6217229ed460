package dev.trainyard.contracts.audit;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * Somebody was not let in. The same refusals of some seconds are one event.
 *
 * @param service the service that refused
 * @param method HTTP's
 * @param path without the query
 * @param status 401: no token, or none that is valid; 403: no permission
 * @param address where the request came from
 * @param user whose token it was; absent for 401
 * @param withToken whether a token was shown at all
 * @param times how often
 * @param occurredAt the last time
 */
public record RefusalEvent(
    String service,
    String method,
    String path,
    int status,
    String address,
    @JsonInclude(NON_NULL) String user,
    boolean withToken,
    int times,
    Instant occurredAt) {}
