/** Why no signal comes from a device: who sends for it has lost it, or nobody wears it. */
export const absences = ['out-of-range', 'not-worn'] as const;
export type Absence = (typeof absences)[number];

export const activities = ['still', 'moving', 'walking', 'running'] as const;
export type Activity = (typeof activities)[number];

export const postures = [
  'upright',
  'sitting',
  'standing',
  'supine',
  'prone',
  'left-side',
  'right-side',
] as const;
export type Posture = (typeof postures)[number];

/** How a device and its wearer are while a packet is measured. What is absent is not known. */
export interface DeviceReport {
  /** Charge of the battery, 0 to 100. */
  readonly batteryPercent?: number;
  readonly absence?: Absence;
  readonly activity?: Activity;
  readonly posture?: Posture;
  /**
   * Pulses of a pacemaker, microseconds from the packet's first sample: 0 to the length of the packet, ascending, 1,000 at the
   * most.
   */
  readonly pacingPulsesUs?: readonly number[];
}

/** A battery below it is low: it lasts for hours, not for a night. */
export const lowBatteryPercent = 20;
