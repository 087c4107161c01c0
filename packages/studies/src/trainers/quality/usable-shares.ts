import { usableQualityIndex } from '@beatwatch/contracts';
import { noiseFaults, type QualityNetwork } from '@beatwatch/ecg';
import { judgedSeconds } from './examples.ts';
import { classOf, notUsable, usableClass, type LabelledSignal } from './labelled-signal.ts';

/** Counts of the seconds of one group of signals. */
export interface SecondCounts {
  readonly seconds: number;
  /** Seconds judged too poor. */
  readonly poor: number;
  /** Seconds that should be usable. */
  readonly usable: number;
  readonly usablePoor: number;
  /** Seconds that should not be usable. */
  readonly noisy: number;
  readonly noisyPoor: number;
  /** Noisy seconds with a known fault. */
  readonly faulty: number;
  readonly named: number;
}

const nothing: SecondCounts = {
  seconds: 0,
  poor: 0,
  usable: 0,
  usablePoor: 0,
  noisy: 0,
  noisyPoor: 0,
  faulty: 0,
  named: 0,
};

/** Judges the seconds of a signal by a network and adds them to the counts of their groups. */
export function countSeconds(
  signal: LabelledSignal,
  network: QualityNetwork,
  groups: Map<string, SecondCounts>,
): void {
  for (const [second, { qualityIndex, faults }] of judgedSeconds(signal, network).entries()) {
    const group = signal.groupOf(second);
    const counts = groups.get(group) ?? nothing;
    const target = signal.targetOf(second);
    const one = (counted: boolean): number => (counted ? 1 : 0);
    const isPoor = qualityIndex < usableQualityIndex;
    const isNoisy = target === notUsable || target > usableClass;
    const fault = noiseFaults.find((each) => classOf(each) === target);
    groups.set(group, {
      seconds: counts.seconds + 1,
      poor: counts.poor + one(isPoor),
      usable: counts.usable + one(target === usableClass),
      usablePoor: counts.usablePoor + one(target === usableClass && isPoor),
      noisy: counts.noisy + one(isNoisy),
      noisyPoor: counts.noisyPoor + one(isNoisy && isPoor),
      faulty: counts.faulty + one(fault !== undefined),
      named: counts.named + one(fault !== undefined && faults.includes(fault)),
    });
  }
}
