// Server-sent events by fetch: the browser's own EventSource cannot show a token.
import { API, failureOf } from "./api.js";
import { authorization } from "./session.js";

/**
 * Follows a stream of the API until it is closed, or ends by itself.
 *
 * @param path of the stream, below the base path
 * @param opened called once it is there
 * @param received called with the data of each event
 * @param ended called with an Error unless it was closed from here
 * @returns a function that closes it
 */
export function follow(path, { opened, received, ended }) {
  const control = new AbortController();
  run(path, control.signal, opened, received).catch((error) => {
    if (!control.signal.aborted) ended(error);
  });
  return () => control.abort();
}

async function run(path, signal, opened, received) {
  const response = await fetch(API + path, { headers: { ...authorization(), Accept: "text/event-stream" }, signal });
  if (!response.ok) throw await failureOf(response);
  opened();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let unread = "";
  let data = [];
  for (;;) {
    const { value, done } = await reader.read();
    if (done) throw new Error("the stream has ended");
    const lines = (unread + value).split(/\r\n|\n|\r(?!$)/);
    unread = lines.pop();
    for (const line of lines) {
      if (line.startsWith("data:")) {
        data.push(line.slice(5).replace(/^ /, ""));
      } else if (line === "" && data.length > 0) {
        received(data.join("\n"));
        data = [];
      }
    }
  }
}
