/**
 * Colours that people with any colour vision tell apart, after Okabe and Ito, "Color universal design" (2008). Each
 * has a shade for light and one for dark pages; see the page's style.
 */
const colours = ['blue', 'orange', 'green', 'purple', 'yellow', 'sky', 'grey'] as const;
export type Colour = (typeof colours)[number];

/** A CSS colour for the chosen or else the position's colour. */
export function cssColour(chosen: Colour | undefined, position: number): string {
  return `var(--${chosen ?? colours[position % (colours.length - 1)] ?? 'grey'})`;
}
