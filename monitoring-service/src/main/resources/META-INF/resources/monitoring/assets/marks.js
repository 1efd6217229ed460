// Marks behind the curves: where reports were lost, where an attempt began, and checkpoints; each says what it is when
// pointed at.
import { element } from "./dom.js";
import { color } from "./plot.js";

const NARROWEST = 4; // pixels, so that a short gap is seen and can be pointed at
const FONT = "12px system-ui";

/**
 * A plugin of the chart.
 *
 * @param marksNow gives the marks: from and to on the x axis, and a title; a mark without extent is a line with a label,
 *   or a tick on the axis
 */
export function marks(marksNow) {
  let tip;

  /** From where to where a mark goes, in pixels of the page or of the canvas. */
  function span(plot, mark, onCanvas) {
    const [from, to] = [mark.from, mark.to].map((value) => plot.valToPos(value, "x", onCanvas));
    const missing = Math.max(0, NARROWEST * (onCanvas ? devicePixelRatio : 1) - (to - from));
    return [from - missing / 2, to + missing / 2];
  }

  function drawGap(plot, mark) {
    const { left, top, width, height } = plot.bbox;
    const [from, to] = span(plot, mark, true);
    const [start, end] = [Math.max(from, left), Math.min(to, left + width)];
    if (end <= start) return;
    plot.ctx.fillStyle = color("--gap");
    plot.ctx.fillRect(start, top, end - start, height);
  }

  function drawLine(plot, mark) {
    const { left, top, width, height } = plot.bbox;
    const x = plot.valToPos(mark.from, "x", true);
    if (x < left || x > left + width) return;
    const { ctx } = plot;
    ctx.strokeStyle = ctx.fillStyle = color("--muted");
    ctx.setLineDash([4, 4]);
    ctx.beginPath();
    ctx.moveTo(x, top);
    ctx.lineTo(x, top + height);
    ctx.stroke();
    ctx.setLineDash([]);
    ctx.font = FONT;
    ctx.textAlign = "left";
    ctx.textBaseline = "top";
    ctx.fillText(mark.title, x + 6, top + 4);
  }

  function drawTick(plot, mark) {
    const { left, top, width, height } = plot.bbox;
    const x = plot.valToPos(mark.from, "x", true);
    if (x < left || x > left + width) return;
    const size = NARROWEST * devicePixelRatio;
    plot.ctx.fillStyle = color("--muted");
    plot.ctx.fillRect(x - size / 4, top + height - 3 * size, size / 2, 3 * size);
  }

  function draw(plot) {
    plot.ctx.save();
    for (const mark of marksNow()) {
      if (mark.isTick) drawTick(plot, mark);
      else if (mark.from === mark.to) drawLine(plot, mark);
      else drawGap(plot, mark);
    }
    plot.ctx.restore();
  }

  function point(plot) {
    const { left } = plot.cursor;
    const under = left >= 0 && marksNow().find((mark) => {
      const [from, to] = span(plot, mark, false);
      return left >= from && left <= to;
    });
    tip.hidden = !under;
    if (!under) return;
    tip.textContent = under.title;
    const onTheRight = left > plot.over.clientWidth / 2;
    tip.style.left = onTheRight ? "" : `${left + 12}px`;
    tip.style.right = onTheRight ? `${plot.over.clientWidth - left + 12}px` : "";
  }

  return {
    hooks: {
      init: [(plot) => {
        tip = element("div", { class: "tip", role: "tooltip", hidden: "" });
        plot.over.append(tip);
      }],
      drawClear: [draw],
      setCursor: [point],
    },
  };
}
