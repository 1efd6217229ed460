package dev.trainyard.template.dataset;

/** How the content of a dataset is sent. */
enum UploadKind {
  /** As the body of one request, through this service. */
  BODY,
  /** In parts, straight to the storage. */
  PARTS
}
