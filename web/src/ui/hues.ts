/** The twelve hues of categories, equal in lightness and chroma, neighbours far apart; the server's palette has the same. */
export const HUES = [
  "#527eb5",
  "#ac6849",
  "#0b8d8e",
  "#a56389",
  "#62894c",
  "#7673b4",
  "#9e7331",
  "#2888a7",
  "#ae6269",
  "#388e6d",
  "#9269a4",
  "#857f32",
] as const;
