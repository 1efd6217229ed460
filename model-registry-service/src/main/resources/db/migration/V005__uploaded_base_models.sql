ALTER TABLE base_model
    DROP CONSTRAINT base_model_weights_check,
    ADD CONSTRAINT base_model_weights_check CHECK (weights IN ('RANDOM', 'TRAINED', 'UPLOADED')),
    ADD COLUMN revision        bigint NOT NULL DEFAULT 0,
    -- Out of sight while the other services are asked who uses it; the name stays taken.
    ADD COLUMN withdrawn_since timestamptz,
    ADD COLUMN withdrawn_for   text CHECK (withdrawn_for IN ('DELETION', 'RENAMING')),
    ADD CHECK ((withdrawn_since IS NULL) = (withdrawn_for IS NULL));
