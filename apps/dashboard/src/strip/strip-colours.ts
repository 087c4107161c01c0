export interface StripColours {
  readonly trace: string;
  readonly anomalous: string;
  /** Ground behind poor signal. */
  readonly poor: string;
  /** Line at a point in time. */
  readonly marker: string;
}

/** Reads the theme's colours that apply to an element. */
export function stripColours(element: Element): StripColours {
  const style = getComputedStyle(element);
  return {
    trace: style.getPropertyValue('--trace').trim(),
    anomalous: style.getPropertyValue('--alarm-medium').trim(),
    marker: style.getPropertyValue('--text').trim(),
    poor: style.getPropertyValue('--poor').trim(),
  };
}
