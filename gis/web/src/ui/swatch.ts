/** Little pictures for the legend, drawn from the same definitions as the map. */

import { areaStyle, AREA_OPACITY } from "../style/areas";
import { lineStrokes } from "../style/lines";
import { groupSize, pointMark, SHAPES } from "../style/marks";
import type { Theme } from "../style/theme";
import type { Props } from "../tiles/decode";

const NAMESPACE = "http://www.w3.org/2000/svg";
/** Zoom at which lines show all they can say. */
const SAMPLE_ZOOM = 16;

function svg(tag: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS(NAMESPACE, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}

function frame(...children: SVGElement[]): SVGElement {
  const root = svg("svg", { width: 40, height: 20, viewBox: "0 0 40 20", "aria-hidden": "true", class: "legend__swatch" });
  root.append(...children);
  return root;
}

export function lineSwatch(layer: string, props: Props, theme: Theme): SVGElement {
  const strokes = lineStrokes(layer, props, SAMPLE_ZOOM, theme);
  return frame(...strokes.map((style) => svg("path", {
    d: "M2 10H38", fill: "none", stroke: style.colour, "stroke-width": style.width,
    "stroke-dasharray": style.dash.join(" "), "stroke-linecap": style.cap,
  })));
}

export function pointSwatch(layer: string, props: Props, theme: Theme): SVGElement {
  const parts = pointMark(layer, props, theme).map((mark) => svg("path", {
    d: SHAPES[mark.shape], fill: mark.fill ?? "none", "fill-rule": "evenodd", stroke: mark.stroke ?? "none",
    "stroke-width": 1.5 / (8 * mark.size),
    transform: `translate(${20 + 8 * mark.x} ${10 + 8 * mark.y}) scale(${8 * mark.size})`,
  }));
  const size = groupSize(props);
  return size === null ? frame(...parts) : frame(...parts, numberOf(size, theme));
}

function numberOf(size: number, { palette }: Theme): SVGElement {
  const text = svg("text", { x: 20, y: 10, fill: palette.paper, "font-size": 11, "font-weight": 600, "text-anchor": "middle", "dominant-baseline": "central" });
  text.textContent = String(size);
  return text;
}

export function areaSwatch(props: Props, { palette }: Theme): SVGElement {
  const style = areaStyle(props, palette);
  const box = svg("rect", { x: 8, y: 1, width: 24, height: 18, fill: style.fill ?? "none", "fill-opacity": AREA_OPACITY, stroke: palette.muted });
  const hatch = svg("path", { d: "M8 9 16 1M8 17 24 1M14 19 32 1M22 19 32 9", stroke: "#fff", "stroke-width": 1.5 });
  return style.hatched ? frame(box, hatch) : frame(box);
}
