-- The agent that the present attempt was given to: when another one has its machine, the run is lost.
ALTER TABLE training_process ADD COLUMN agent_id uuid;
