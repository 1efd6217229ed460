// Reading the REST API.
import { language, text } from "./language.js";

export const API = "/api/v1";

/** Reads a path of the API; throws an Error whose message is for people and whose status is HTTP's. */
export async function read(path) {
  let response;
  try {
    response = await fetch(API + path, { headers: { Accept: "application/json" } });
  } catch {
    throw failure(0, text("error.unreachable"));
  }
  const body = await response.json().catch(() => ({}));
  if (response.ok) return body;
  const answered = text("error.status", { status: response.status });
  // What the service says of an error, it says in English.
  throw failure(response.status, language === "en" && body.detail ? `${answered} ${body.detail}` : answered);
}

const failure = (status, message) => Object.assign(new Error(message), { status });
