-- The name of who made it; NULL for what is older, and for what nobody in particular made.
ALTER TABLE webhook ADD COLUMN author text;
