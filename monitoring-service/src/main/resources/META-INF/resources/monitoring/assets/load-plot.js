// A chart of shares, 0 to 1, over time; a time without heartbeats is a gap.
import { NONE, percent, time, timeMarks } from "./format.js";
import { text } from "./language.js";
import { color } from "./plot.js";
import { onTheme } from "./theme.js";

const FONT = "12px system-ui";

export class LoadPlot {
  /** Is told the first and the last second when the user looks closer. */
  onZoom = () => {};
  #place;
  #plot;
  #curves = [];
  #data = [[]];

  constructor(place) {
    this.#place = place;
    new ResizeObserver(() => this.#plot?.setSize(this.#size())).observe(place);
    onTheme(() => this.#plot && this.#build());
  }

  /**
   * Draws curves.
   * @param times seconds since 1970
   * @param curves of each the label, the values, the colour, perhaps a dash or that it is a filled background
   */
  show(times, curves) {
    const labels = (each) => each.map((curve) => curve.label).join("\n");
    const isSame = this.#plot && labels(curves) === labels(this.#curves);
    this.#curves = curves;
    this.#data = [times, ...curves.map((curve) => curve.values)];
    if (isSame) this.#plot.setData(this.#data);
    else this.#build();
  }

  #size() {
    return { width: this.#place.clientWidth, height: Math.max(260, Math.min(420, innerHeight * 0.4)) };
  }

  #build() {
    this.#plot?.destroy();
    const lines = { stroke: color("--grid"), width: 1 };
    const axis = { stroke: color("--muted"), font: FONT, grid: lines, ticks: lines };
    this.#plot = new uPlot({
      ...this.#size(),
      scales: { x: { time: true }, share: { range: [0, 1] } },
      axes: [
        { ...axis, values: (_, marks, __, ___, distance) => timeMarks(marks, distance) },
        { ...axis, scale: "share", size: 56, values: (_, marks) => marks.map(percent) },
      ],
      series: [
        { label: text("axis.time"), value: (_, seconds) => (seconds == null ? NONE : time(seconds * 1000)) },
        ...this.#curves.map((curve) => this.#series(curve)),
      ],
      // The range is read anew in shorter steps, which a chart that zooms by itself has not.
      cursor: { drag: { x: true, y: false, setScale: false } },
      hooks: { setSelect: [(plot) => this.#selected(plot)] },
    }, this.#data, this.#place);
  }

  #series({ label, color: name, dash, isBackground }) {
    const line = { label, scale: "share", stroke: color(name), width: 2, dash, value: (_, value) => percent(value), points: { size: 4 } };
    return isBackground
      ? { ...line, width: 1, fill: color("--grid"), paths: uPlot.paths.stepped({ align: 1 }), points: { show: false } }
      : line;
  }

  #selected(plot) {
    const { left, width } = plot.select;
    if (width === 0) return;
    plot.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
    this.onZoom(plot.posToVal(left, "x"), plot.posToVal(left + width, "x"));
  }
}
