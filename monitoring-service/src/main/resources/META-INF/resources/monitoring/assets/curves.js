// The three curves on one chart: loss and average precision on the left, learning rate on a logarithmic axis on the right.

const CURVES = [
  { key: "learningRate", label: "Learning rate", scale: "rate", color: "--rate" },
  { key: "trainLoss", label: "Train loss", scale: "loss", color: "--loss" },
  { key: "averagePrecision", label: "Average precision", scale: "precision", color: "--precision" },
];

const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const short = (value) => (value == null ? "–" : String(Number(value.toPrecision(4))));

/** Cosine decay ends at 0, which a logarithmic axis cannot show: four decades are enough. */
function rateRange(_, low, high) {
  if (high == null || high <= 0) return [1e-6, 1];
  // Of one digit: from any other minimum uPlot counts the marks of the axis without end.
  const [digit, exponent] = Math.max(low, high / 1e4).toExponential(12).split("e");
  return [Number(`${digit[0]}e${exponent}`), high * 1.2];
}

function lossRange(_, low, high) {
  return high == null ? [0, 1] : [0, high * 1.05 || 1];
}

export class Curves {
  /** Is told the first and the last iteration when the user looks closer. */
  onZoom = () => {};
  #place;
  #reset;
  #byIteration = new Map();
  #shown = new Set(CURVES.map((curve) => curve.key));
  #plot;

  constructor(place, switches, reset) {
    this.#place = place;
    this.#reset = reset;
    switches.replaceChildren(...CURVES.map((curve) => this.#switchOf(curve)));
    reset.addEventListener("click", () => this.#showAll());
    new ResizeObserver(() => this.#plot?.setSize(this.#size())).observe(place);
    // Colours of a canvas do not follow the style sheet by themselves.
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#rebuild());
  }

  show(points) {
    this.#byIteration = new Map(points.map((point) => [point.iteration, point]));
    this.#rebuild();
  }

  /** What the test set gave at an iteration comes apart from what the training gave there. */
  add(point) {
    this.#byIteration.set(point.iteration, { ...this.#byIteration.get(point.iteration), ...point });
  }

  points() {
    return [...this.#byIteration.values()].sort((one, other) => one.iteration - other.iteration);
  }

  draw() {
    if (!this.#plot) return this.#rebuild();
    const zoomed = !this.#reset.hidden;
    this.#plot.setData(this.#data(), !zoomed);
    if (zoomed) this.#plot.redraw();
  }

  #data() {
    const points = this.points();
    const values = (key) => points.map((point) => {
      const value = point[key];
      return Number.isFinite(value) && (key !== "learningRate" || value > 0) ? value : null;
    });
    return [points.map((point) => point.iteration), ...CURVES.map((curve) => values(curve.key))];
  }

  #size() {
    return { width: this.#place.clientWidth, height: Math.max(300, Math.min(560, innerHeight * 0.55)) };
  }

  #rebuild() {
    this.#plot?.destroy();
    this.#reset.hidden = true;
    const [axisColor, grid] = [color("--muted"), { stroke: color("--grid"), width: 1 }];
    const narrow = this.#place.clientWidth < 600;
    const axis = (curve, more) => ({
      scale: curve.scale, label: narrow ? undefined : curve.label, labelSize: 22, labelFont: "12px system-ui", font: "12px system-ui",
      stroke: color(curve.color), size: narrow ? 36 : 56, grid: { show: false }, ticks: { stroke: color("--grid") },
      values: (_, ticks) => ticks.map((tick) => (tick == null ? "" : short(tick))), ...more,
    });
    const [rate, loss, precision] = CURVES;
    this.#plot = new uPlot({
      ...this.#size(),
      scales: {
        x: { time: false },
        rate: { distr: 3, range: rateRange },
        loss: { range: lossRange },
        precision: { range: [0, 1] },
      },
      axes: [
        { label: "Iteration", labelSize: 22, labelFont: "12px system-ui", font: "12px system-ui", stroke: axisColor, grid,
          ticks: grid, values: (_, ticks) => ticks.map((tick) => (Number.isInteger(tick) ? String(tick) : "")) },
        axis(loss, { side: 3, grid }),
        axis(precision, { side: 3 }),
        axis(rate, { side: 1, size: narrow ? 62 : 70 }),
      ],
      series: [
        { label: "Iteration" },
        ...CURVES.map((curve) => ({
          label: curve.label, scale: curve.scale, stroke: color(curve.color), width: 2, spanGaps: true,
          show: this.#shown.has(curve.key), value: (_, value) => short(value),
          points: { show: curve.key === "averagePrecision" ? undefined : false, size: 5 },
        })),
      ],
      cursor: { drag: { x: true, y: false } },
      legend: { live: true, markers: { width: 2 } },
      hooks: { setSelect: [(plot) => this.#zoomed(plot)] },
    }, this.#data(), this.#place);
    this.#plot.over.addEventListener("dblclick", () => this.#showAll());
  }

  #zoomed(plot) {
    if (plot.select.width === 0) return;
    this.#reset.hidden = false;
    const iteration = (position) => Math.max(0, Math.round(plot.posToVal(position, "x")));
    this.onZoom(iteration(plot.select.left), iteration(plot.select.left + plot.select.width));
  }

  #showAll() {
    this.#reset.hidden = true;
    this.#plot.setData(this.#data(), true);
  }

  /** A checkbox and not a click on the legend: it works with the keyboard and is read aloud. */
  #switchOf(curve) {
    const label = document.createElement("label");
    const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: true });
    const line = document.createElement("span");
    line.className = `line ${curve.scale}`;
    box.addEventListener("change", () => {
      if (box.checked) this.#shown.add(curve.key);
      else this.#shown.delete(curve.key);
      this.#plot?.setSeries(CURVES.indexOf(curve) + 1, { show: box.checked });
    });
    label.append(box, line, curve.label);
    return label;
  }
}
