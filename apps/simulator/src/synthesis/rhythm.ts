import { beginsNext } from '../script/occurrences.ts';
import { eventsOf, type ScriptEvent, type ScriptEventOf } from '../script/script.ts';
import type { SeededRandom } from '@beatwatch/statistics';

type BeatKind = 'sinus' | 'ventricular' | 'supraventricular';

export interface PlannedBeat {
  readonly kind: BeatKind;
  /** R peak, from the start of the simulation. */
  readonly timeSeconds: number;
  /** Sinus cycle before and after, which determines P and T even if a beat is premature. */
  readonly cycleBeforeSeconds: number;
  readonly cycleAfterSeconds: number;
}

const rhythmKinds = [
  'ventricular-premature',
  'ventricular-run',
  'supraventricular-premature',
  'asystole',
  'ventricular-fibrillation',
] as const;
type RhythmEvent = ScriptEventOf<(typeof rhythmKinds)[number]>;

/** Couplings and pauses as shares of the sinus cycle, as in textbook examples. */
const ventricularCoupling = 0.62;
const supraventricularCoupling = 0.66;
const resetPause = 1.1;
const pauseAfterRun = 1.35;
/** From the last wave of fibrillation to the first beat. */
const recoverySeconds = 1;

export interface RhythmOptions {
  readonly cycleAt: (timeSeconds: number) => number;
  readonly script: readonly ScriptEvent[];
  readonly random: SeededRandom;
}

/**
 * Endless beats in order of time: sinus rhythm with the script's arrhythmias. An event replaces the sinus beat at or after its
 * time; events with the same time follow one another.
 * @returns function that returns the next beat
 */
export function createRhythm({ cycleAt, script, random }: RhythmOptions): () => PlannedBeat {
  const events = eventsOf(script, ...rhythmKinds).map((event) => ({ event, begun: 0 }));
  const planned: PlannedBeat[] = [];
  const firstCycle = cycleAt(0);
  let lastSeconds = random.next() * firstCycle - firstCycle;
  let cycleBefore = firstCycle;

  const plan = (kind: BeatKind, timeSeconds: number, cycleAfter: number): void => {
    planned.push({ kind, timeSeconds, cycleBeforeSeconds: cycleBefore, cycleAfterSeconds: cycleAfter });
    lastSeconds = timeSeconds;
    cycleBefore = cycleAfter;
  };
  const sinusAt = (timeSeconds: number): void => {
    plan('sinus', timeSeconds, cycleAt(timeSeconds));
  };

  const premature = (beats: number, cycle: number): void => {
    for (let beat = 0; beat < beats; beat++) {
      const sinusSeconds = lastSeconds;
      plan('ventricular', sinusSeconds + ventricularCoupling * cycle * random.uniform(0.97, 1.03), cycle);
      sinusAt(sinusSeconds + 2 * cycle);
    }
  };
  const run = ({ beats, rateBpm }: ScriptEventOf<'ventricular-run'>, cycle: number): void => {
    const fastCycle = 60 / rateBpm;
    plan('ventricular', lastSeconds + Math.max(ventricularCoupling * cycle, fastCycle), cycle);
    for (let beat = 1; beat < beats; beat++)
      plan('ventricular', lastSeconds + fastCycle * random.uniform(0.97, 1.03), cycle);
    sinusAt(lastSeconds + pauseAfterRun * cycle);
  };
  const planEvent = (event: RhythmEvent, beginSeconds: number, cycle: number): void => {
    switch (event.kind) {
      case 'ventricular-premature':
        premature(event.beats, cycle);
        return;
      case 'ventricular-run':
        run(event, cycle);
        return;
      case 'supraventricular-premature':
        plan('supraventricular', lastSeconds + supraventricularCoupling * cycle, cycle);
        sinusAt(lastSeconds + resetPause * cycle);
        return;
      case 'asystole':
        sinusAt(lastSeconds + Math.max(cycle, event.forSeconds));
        return;
      case 'ventricular-fibrillation':
        sinusAt(Math.max(lastSeconds + cycle, beginSeconds + event.forSeconds + recoverySeconds));
    }
  };

  return () => {
    const next = planned.shift();
    if (next !== undefined) return next;
    const cycle = cycleBefore;
    const due = events.find(({ event, begun }) => beginsNext(event, begun) <= lastSeconds + cycle);
    if (due === undefined) sinusAt(lastSeconds + cycle);
    else {
      const beginSeconds = beginsNext(due.event, due.begun);
      due.begun++;
      planEvent(due.event, beginSeconds, cycle);
    }
    const [beat] = planned.splice(0, 1);
    if (beat === undefined) throw new Error('rhythm event without a beat');
    return beat;
  };
}
