import type { AlarmEvent } from '@beatwatch/contracts';

/** The most urgent first. */
const soundingPriorities = ['high', 'medium'] as const;
type SoundingPriority = (typeof soundingPriorities)[number];
/** The alarm of a patient, or one that nobody takes. */
type AlarmSounding = SoundingPriority | `escalated-${SoundingPriority}`;
/** What sounds: an alarm, or that nobody is being watched. */
export type Sounding = AlarmSounding | 'interrupted';

/** One burst of an auditory alarm signal. */
export interface Burst {
  readonly pulseSeconds: number;
  /** When each pulse begins, from the start of the burst. */
  readonly startsSeconds: readonly number[];
  /** From the start of one burst to that of the next. */
  readonly everySeconds: number;
  /** Fundamental of each pulse, one after the other. */
  readonly pulsesHz: readonly number[];
  /** Peak of each harmonic's sum, 0 to 1. Default 0.2. */
  readonly loudness?: number;
}

/** 150 to 1000 Hz (table 3). */
const alarmHz = 440;

/** Above what has just been raised, and within the table's 1000 Hz. */
const escalatedHz = 660;
const escalatedLoudness = 0.4;

const highPulse = 0.15;
const highSpacing = 0.1;
const highStep = highPulse + highSpacing;
/** A half of the burst: three pulses, a pause of one pulse, two pulses. */
const highHalf = [0, highStep, 2 * highStep, 4 * highStep, 5 * highStep];
const betweenHalves = 0.6;
const secondHalf = 5 * highStep + highPulse + betweenHalves;
const highBurst = {
  pulseSeconds: highPulse,
  startsSeconds: [...highHalf, ...highHalf.map((start) => secondHalf + start)],
};
const mediumBurst = { pulseSeconds: 0.2, startsSeconds: [0, 0.4, 0.8] };

/**
 * Bursts after IEC 60601-1-8:2006, tables 3 and 4. Spacing from the end of a pulse to the start of the next: 50 to 125 ms for
 * high priority with 0.35 to 1.3 s between the halves, 125 to 250 ms for medium. Between bursts: 2.5 to 15 s for high,
 * 2.5 to 30 s for medium. What is escalated has the pattern of its priority, higher, louder and as often as the tables allow. Low priority needs no sound (6.3.3.1) and has none. An interruption sounds as none of them does: two
 * long falling pulses; the reminder that a pause is over are two short rising ones, once.
 */
export const bursts: Readonly<Record<Sounding | 'reminder', Burst>> = {
  high: { ...highBurst, everySeconds: 7, pulsesHz: [alarmHz] },
  'escalated-high': {
    ...highBurst,
    everySeconds: 6,
    pulsesHz: [escalatedHz],
    loudness: escalatedLoudness,
  },
  'escalated-medium': {
    ...mediumBurst,
    everySeconds: 3.6,
    pulsesHz: [escalatedHz],
    loudness: escalatedLoudness,
  },
  medium: { ...mediumBurst, everySeconds: 8.5, pulsesHz: [alarmHz] },
  interrupted: { pulseSeconds: 0.45, startsSeconds: [0, 0.5], everySeconds: 5, pulsesHz: [392, 262] },
  reminder: { pulseSeconds: 0.12, startsSeconds: [0, 0.18], everySeconds: 120, pulsesHz: [523, 659] },
};

/** Whether an alarm has a sound; low priority needs none. */
export const hasSound = ({ priority, state }: Pick<AlarmEvent, 'priority' | 'state'>): boolean =>
  state === 'active' && priority !== 'low';

/** The burst to sound: of the most urgent active alarm of high or medium priority that is not acknowledged; of equals, the escalated. */
export function soundingOf(
  alarms: readonly Pick<AlarmEvent, 'priority' | 'state' | 'escalated'>[],
): AlarmSounding | undefined {
  const active = alarms.filter(hasSound);
  const priority = soundingPriorities.find((sounding) => active.some((alarm) => alarm.priority === sounding));
  if (priority === undefined) return undefined;
  const isEscalated = active.some((alarm) => alarm.priority === priority && alarm.escalated);
  return isEscalated ? `escalated-${priority}` : priority;
}
