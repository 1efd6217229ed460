-- What the training begins from, as names are compared: the registry asks who uses a base model.
ALTER TABLE training_process ADD COLUMN base_model_key text;
UPDATE training_process SET base_model_key = lower(snapshot::json -> 'template' ->> 'baseModel');
CREATE INDEX process_by_base_model ON training_process (base_model_key);
