export interface StripColours {
  readonly trace: string;
  readonly anomalous: string;
  /** Behind signal that cannot be trusted. */
  readonly poor: string;
  /** Of a moment in time. */
  readonly mark: string;
}

/** The theme's colours, as they hold for an element. */
export function stripColours(element: Element): StripColours {
  const style = getComputedStyle(element);
  return {
    trace: style.getPropertyValue('--trace').trim(),
    anomalous: style.getPropertyValue('--alarm-medium').trim(),
    mark: style.getPropertyValue('--text').trim(),
    poor: style.getPropertyValue('--poor').trim(),
  };
}
