-- The name of who made it; NULL for what is older, and for what nobody in particular made.
ALTER TABLE machine ADD COLUMN author text;
ALTER TABLE training_process ADD COLUMN author text;
