-- Not text: Hibernate compares with varchar[], and PostgreSQL has no operator for both.
ALTER TABLE model ADD COLUMN tags varchar(100)[] NOT NULL DEFAULT '{}';
CREATE INDEX model_tags ON model USING gin (tags);

-- Names that point at one version; the key gives each to one model at a time.
CREATE TABLE model_alias (
    project_id uuid NOT NULL,
    name_key   text NOT NULL,
    -- The alias as it is compared: in one case and one Unicode form.
    alias_key  text NOT NULL,
    alias      text NOT NULL,
    -- No cascade: a model that has aliases is not deleted.
    model_id   uuid NOT NULL REFERENCES model,
    PRIMARY KEY (project_id, name_key, alias_key)
);
CREATE INDEX model_alias_model ON model_alias (model_id);
