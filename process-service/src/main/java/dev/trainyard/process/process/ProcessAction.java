package dev.trainyard.process.process;

/** What a user may ask of a process. */
enum ProcessAction implements ProcessInput {
  START,
  STOP,
  ENABLE,
  DISABLE,
  DELETE
}
