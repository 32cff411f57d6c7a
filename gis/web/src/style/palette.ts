/** Colours of the map. Everything a colour says is also said by width, dash, hatch or shape. */

export interface Palette {
  /** Free capacity from class 0 (nothing free) to 4 (mostly free); viridis, which stays ordered for every kind of colour vision and in grey. */
  readonly capacity: readonly [string, string, string, string, string];
  readonly unknown: string;
  readonly casing: string;
  readonly ink: string;
  readonly paper: string;
  readonly cable: string;
  readonly hover: string;
  readonly selected: string;
  readonly good: string;
  readonly bad: string;
  readonly muted: string;
}

export const LIGHT: Palette = {
  capacity: ["#440154", "#3b528b", "#21918c", "#5ec962", "#fde725"],
  unknown: "#9aa0b0",
  casing: "#2b2f42",
  ink: "#171a2b",
  paper: "#ffffff",
  cable: "#171a2b",
  hover: "#0a5fd1",
  selected: "#d6006c",
  good: "#007155",
  bad: "#bd0f09",
  muted: "#7a8097",
};

/** On dark ground the casing turns light, so that the dark end of the ramp keeps its edge. */
export const DARK: Palette = {
  capacity: ["#6a2480", "#4c66a8", "#27a39d", "#6fd873", "#fdec54"],
  unknown: "#7a8097",
  casing: "#c9ccda",
  ink: "#f1f2f7",
  paper: "#14161f",
  cable: "#f1f2f7",
  hover: "#7db4ff",
  selected: "#ff6fb5",
  good: "#4fd3ac",
  bad: "#ff8d84",
  muted: "#9aa0b0",
};
