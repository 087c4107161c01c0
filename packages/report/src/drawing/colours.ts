/**
 * Colours that are distinguishable with any colour vision (Okabe, Ito, "Color universal design", 2008). The page's
 * style defines a shade of each for light and for dark pages.
 */
const colours = ['blue', 'orange', 'green', 'purple', 'yellow', 'sky', 'grey'] as const;
export type Colour = (typeof colours)[number];

/** CSS value of the chosen colour; default: a colour by position. */
export function cssColour(chosen: Colour | undefined, position: number): string {
  return `var(--${chosen ?? colours[position % (colours.length - 1)] ?? 'grey'})`;
}
