// Other runs of the same template, drawn beside this one.
import { read } from "./api.js";
import { element, every, notice, place, statusChip, verbatim } from "./dom.js";
import { time } from "./format.js";
import { text } from "./language.js";
import { pointsOf, readProcess, readSeries } from "./series.js";

const METRICS = ["trainLoss", "averagePrecision"];
const MOST_POINTS = 1_000;
const COLORS = ["--other-1", "--other-2", "--other-3", "--other-4"];
const GOES_ON = ["STARTING", "RUNNING", "STOPPING"];

export class Comparison {
  /** The runs that are shown: id, name, colour, points, and the seconds from their beginning to this one's. */
  runs = [];
  #loading = new Map(); // process id to the colour it will have
  #processId;
  #templateId;
  #firstSecond;
  #onChange;

  /** @param firstSecond gives when the process's own curves begin */
  constructor(processId, firstSecond, onChange) {
    this.#processId = processId;
    this.#firstSecond = firstSecond;
    this.#onChange = onChange;
    place("comparison-details").addEventListener("toggle", () => this.#offer().catch((error) => notice(error.message)));
    every(10_000, () => this.#readAgain().catch(() => {}));
  }

  of(templateId) {
    this.#templateId = templateId;
    place("comparison-details").hidden = !templateId;
  }

  async #offer() {
    if (!place("comparison-details").open) return;
    const { items } = await read("/monitoring/processes?size=500");
    const others = items.filter((each) => each.templateId === this.#templateId && each.processId !== this.#processId);
    place("others").replaceChildren(...others.map((other) => this.#choice(other)));
    place("no-others").hidden = others.length > 0;
  }

  #choice(other) {
    const chosen = this.runs.find((run) => run.processId === other.processId);
    const line = element("span", { class: "line", "aria-hidden": "true" });
    if (chosen) line.style.color = `var(${chosen.color})`;
    const button = element("button", { type: "button", "aria-pressed": String(Boolean(chosen)) }, line, verbatim(other.name ?? other.processId));
    button.addEventListener("click", async () => {
      try {
        const run = await this.#toggle(other);
        button.setAttribute("aria-pressed", String(Boolean(run)));
        line.style.color = run ? `var(${run.color})` : "";
      } catch (error) {
        notice(error.message);
      }
    });
    return element("li", {}, button, " ", statusChip(element("span"), other.status), " ", time(other.createdAt));
  }

  /** Returns the run if it is shown now. */
  async #toggle(other) {
    const { processId } = other;
    if (this.#loading.has(processId)) return undefined;
    if (this.runs.some((run) => run.processId === processId)) {
      place("too-many").hidden = true;
      this.#change(this.runs.filter((run) => run.processId !== processId));
      return undefined;
    }
    const taken = [...this.runs.map((run) => run.color), ...this.#loading.values()];
    const color = COLORS.find((each) => !taken.includes(each));
    place("too-many").hidden = color !== undefined;
    if (!color) return undefined;
    this.#loading.set(processId, color);
    try {
      const run = await this.#load({ processId, name: other.name ?? processId, status: other.status, color });
      this.#change([...this.runs, run]);
      return run;
    } finally {
      this.#loading.delete(processId);
    }
  }

  #change(runs) {
    this.runs = runs;
    this.#onChange(runs);
  }

  async #load(run) {
    const points = pointsOf(await readSeries(run.processId, { metrics: METRICS, maxPoints: MOST_POINTS }));
    const [own, first] = [this.#firstSecond(), points[0]?.seconds];
    return { ...run, points, shift: own === undefined || first === undefined ? 0 : own - first };
  }

  async #loadAgain(run) {
    const { status } = await readProcess(run.processId);
    return this.#load({ ...run, status });
  }

  async #readAgain() {
    const going = this.runs.filter((run) => GOES_ON.includes(run.status));
    if (going.length === 0) return;
    // One that cannot be read now stays as it is; one that was left out meanwhile does not come back.
    const read = await Promise.all(going.map((run) => this.#loadAgain(run).catch(() => run)));
    const fresh = new Map(read.map((run) => [run.processId, run]));
    this.#change(this.runs.map((run) => fresh.get(run.processId) ?? run));
  }
}
