// Reading the REST API.
import { language, text } from "./language.js";
import { askForToken, authorization, token } from "./session.js";

export const API = "/api/v1";

const UNAUTHORIZED = 401;
const FORBIDDEN = 403;

/** Reads a path of the API; throws an Error whose message is for people and whose status is HTTP's. */
export async function read(path) {
  if (!token()) throw refusal();
  let response;
  try {
    response = await fetch(API + path, { headers: { ...authorization(), Accept: "application/json" } });
  } catch {
    throw failure(0, text("error.unreachable"));
  }
  if (!response.ok) throw await failureOf(response);
  return response.json().catch(() => ({}));
}

/** What went wrong, of an answer that is none; asks for another token if that is the reason. */
export async function failureOf(response) {
  if (response.status === UNAUTHORIZED) return refusal();
  if (response.status === FORBIDDEN) return failure(FORBIDDEN, text("error.forbidden"));
  const body = await response.json().catch(() => ({}));
  const answered = text("error.status", { status: response.status });
  // What the service says of an error, it says in English.
  return failure(response.status, language === "en" && body.detail ? `${answered} ${body.detail}` : answered);
}

function refusal() {
  askForToken();
  return failure(UNAUTHORIZED, text("error.token"));
}

const failure = (status, message) => Object.assign(new Error(message), { status });
