-- The name of who made it; NULL for what is older, and for what nobody in particular made.
ALTER TABLE model ADD COLUMN author text;
ALTER TABLE base_model ADD COLUMN author text;
ALTER TABLE model_alias ADD COLUMN author text;
ALTER TABLE gate ADD COLUMN author text;
