-- The name of who made it; NULL for what is older, and for what nobody in particular made.
ALTER TABLE project ADD COLUMN author text;
ALTER TABLE dataset ADD COLUMN author text;
ALTER TABLE template ADD COLUMN author text;
ALTER TABLE template_revision ADD COLUMN author text;
ALTER TABLE model_type ADD COLUMN author text;
