package dev.trainyard.process.enrolment;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An agent shows its code and its key.
 *
 * @param code what it was given
 * @param publicKey the 32 bytes of its Ed25519 key, Base64 for addresses
 * @param signature with that key, over the text {@code trainyard-enrolment.CODE.PUBLICKEY}, Base64
 *     for addresses
 */
@Schema(
    examples =
        """
        {"code":"5f0c3a7be1d94c0e8a2b6d7f1c3e5a7990b1c2d3",
         "publicKey":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","signature":"hgyY0il_MGCj…"}""")
record EnrolRequest(
    @NotNull @Size(max = 200) String code,
    @NotNull @Size(max = 200) String publicKey,
    @NotNull @Size(max = 200) String signature) {}
