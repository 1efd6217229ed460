// The curves on one chart: loss and average precision on the left, learning rate on a logarithmic axis on the right.
import { iterationAt, nearest, positionOn, positionsOn } from "./axis.js";
import { marks } from "./marks.js";
import { columns, CURVES, options } from "./plot.js";
import { inSeconds } from "./series.js";
import { onTheme } from "./theme.js";

export class Curves {
  /** Is told the first and the last iteration when the user looks closer. */
  onZoom = () => {};
  /** Is told the point under the cursor, or the newest when there is no cursor. */
  onPoint = () => {};
  #place;
  #reset;
  #axis;
  #marksNow;
  #byIteration = new Map();
  #details = new Set(); // iterations that were read for a closer look only
  #marks = [];
  #runs = [];
  #shown = new Set(CURVES.map((curve) => curve.key));
  #zoom; // iterations from and to, while only a part is shown
  #held; // the point the cursor was put on by a key
  #plot;

  /** @param marksNow gives the marks in iterations: from, to and a title */
  constructor(place, reset, axis, marksNow) {
    this.#place = place;
    this.#reset = reset;
    this.#axis = axis;
    this.#marksNow = marksNow;
    reset.addEventListener("click", () => this.showAll());
    new ResizeObserver(() => this.#plot?.setSize(this.#size())).observe(place);
    onTheme(() => this.#plot && this.#rebuild());
  }

  show(points) {
    this.#byIteration = new Map(points.map((point) => [point.iteration, point]));
    this.#details.clear();
    this.#zoom = this.#held = undefined;
    this.#rebuild();
  }

  /** What the test set gave at an iteration comes apart from what the training gave there. */
  add(point) {
    this.#byIteration.set(point.iteration, { ...this.#byIteration.get(point.iteration), ...inSeconds(point) });
  }

  /** A point that is between those that draw the whole curve. */
  addDetail(point) {
    if (!this.#byIteration.has(point.iteration)) this.#details.add(point.iteration);
    this.add(point);
  }

  /** The points that draw the whole curve, everywhere as dense. */
  overview() {
    return this.points().filter((point) => !this.#details.has(point.iteration));
  }

  /** In the order of iterations. */
  points() {
    return [...this.#byIteration.values()].sort((one, other) => one.iteration - other.iteration);
  }

  draw() {
    if (!this.#plot) return this.#rebuild();
    this.#placeMarks();
    this.#plot.batch((plot) => {
      plot.setData(this.#data(), !this.#zoom);
      if (this.#zoom) plot.redraw();
    });
    if (this.#held) this.#hold(this.#byIteration.get(this.#held.iteration));
    else if (this.#plot.cursor.left < 0) this.onPoint(this.points().at(-1));
  }

  countIn(axis) {
    this.#axis = axis;
    if (this.#plot) this.#rebuild();
  }

  /** Other runs beside this one: a colour, their points, and by how many seconds they are moved on an axis of time. */
  compare(runs) {
    this.#runs = runs;
    if (this.#plot) this.#rebuild();
  }

  /** Shows or hides a curve; returns whether it is shown now. */
  toggle(key) {
    const shown = this.#shown.delete(key) ? false : Boolean(this.#shown.add(key));
    this.#plot?.setSeries(CURVES.findIndex((curve) => curve.key === key) + 1, { show: shown });
    return shown;
  }

  showAll() {
    this.#zoom = undefined;
    this.#reset.hidden = true;
    this.#plot?.setData(this.#data(), true);
  }

  /** Shows this many times as much as now, about the cursor or else the middle. */
  scale(factor) {
    const points = this.#ordered();
    if (!this.#plot || points.length < 2) return;
    const { min, max } = this.#plot.scales.x;
    const cursor = this.#plot.cursor.left;
    const middle = cursor >= 0 ? this.#plot.posToVal(cursor, "x") : (min + max) / 2;
    const [first, last] = [points[0], points.at(-1)].map(positionOn(this.#axis));
    const [from, to] = [Math.max(first, middle - (middle - min) * factor), Math.min(last, middle + (max - middle) * factor)];
    if (from <= first && to >= last) return this.showAll();
    this.#plot.batch((plot) => plot.setScale("x", { min: from, max: to }));
    this.#zoomed(from, to);
    if (this.#held) this.#hold(this.#held);
  }

  /** Moves the cursor by so many of the points that can be seen; returns the point it is on now. */
  step(count) {
    const { min, max } = this.#plot?.scales.x ?? {};
    const position = positionOn(this.#axis);
    const seen = this.#ordered().filter((point) => position(point) >= min && position(point) <= max);
    if (seen.length === 0) return undefined;
    const now = this.#held ?? this.#pointed();
    const from = now ? seen.findIndex((point) => point.iteration === now.iteration) : count > 0 ? -1 : seen.length;
    return this.#hold(seen[Math.max(0, Math.min(seen.length - 1, from + count))]);
  }

  leave() {
    this.#held = undefined;
    this.#plot?.setCursor({ left: -10, top: -10 });
  }

  #hold(point) {
    this.#held = point;
    const left = this.#plot.valToPos(positionOn(this.#axis)(point), "x");
    this.#plot.setCursor({ left, top: 12 });
    return point;
  }

  #pointed() {
    const left = this.#plot.cursor.left;
    const points = this.#ordered();
    if (!(left >= 0) || points.length === 0) return undefined;
    return nearest(points, this.#axis, this.#plot.posToVal(left, "x"));
  }

  #ordered() {
    const position = positionOn(this.#axis);
    return this.points().sort((one, other) => position(one) - position(other));
  }

  #data() {
    return columns(this.#axis, this.points(), this.#runs);
  }

  #size() {
    return { width: this.#place.clientWidth, height: Math.max(300, Math.min(560, innerHeight * 0.55)) };
  }

  /** Puts the marks where they lie on the axis. */
  #placeMarks() {
    const on = positionsOn(this.points(), this.#axis);
    this.#marks = this.#marksNow().map((mark) => ({ ...mark, from: on(mark.from), to: on(mark.to) }));
  }

  #rebuild() {
    const held = this.#held; // a new chart has no cursor, and says so
    this.#plot?.destroy();
    this.#plot = undefined;
    this.#reset.hidden = !this.#zoom;
    this.#placeMarks();
    const points = this.points();
    const hooks = { setSelect: [(plot) => this.#selected(plot)], setCursor: [() => this.#moved()] };
    this.#plot = new uPlot(options({
      axis: this.#axis, size: this.#size(), shown: this.#shown, runs: this.#runs, plugins: [{ hooks }, marks(() => this.#marks)],
    }), this.#data(), this.#place);
    this.#plot.over.addEventListener("dblclick", () => this.showAll());
    // Before the library's own listener: a hand on the mouse takes the cursor from the keys.
    this.#plot.over.addEventListener("mousemove", () => (this.#held = undefined), { capture: true });
    this.#plot.batch((plot) => {
      if (!this.#zoom) return;
      const [min, max] = [this.#zoom.from, this.#zoom.to].map(positionsOn(points, this.#axis));
      plot.setScale("x", { min, max });
    });
    if (held) this.#hold(held);
    else this.onPoint(points.at(-1));
  }

  #moved() {
    if (!this.#plot) return;
    if (!(this.#plot.cursor.left >= 0)) this.#held = undefined;
    this.onPoint(this.#held ?? this.#pointed() ?? this.points().at(-1));
  }

  #selected(plot) {
    const { left, width } = plot.select;
    if (width > 0) this.#zoomed(plot.posToVal(left, "x"), plot.posToVal(left + width, "x"));
  }

  #zoomed(from, to) {
    const points = this.#ordered();
    const [first, last] = [from, to].map((position) => iterationAt(points, this.#axis, position));
    this.#zoom = { from: first, to: last };
    this.#reset.hidden = false;
    this.onZoom(Math.max(0, Math.floor(first)), Math.max(0, Math.ceil(last)));
  }
}
