import type { PatientId } from '@beatwatch/contracts';
import { orderOf } from './keyed-order.ts';
import type { SelectionSettings } from './settings.ts';

/** Which part of the data each beat belongs to, so that nothing of a validation or a test is trained on. */
export interface Parts {
  /** Undefined for a beat of the time between two parts. */
  of(patientId: PatientId, timeUs: number): 'train' | 'validation' | undefined;
}

interface PatientBeats {
  readonly patientId: PatientId;
  /** R peaks, epoch times in order. */
  readonly timesUs: readonly number[];
  /** Where what is held out for a test begins; absent without any. */
  readonly testFromUs?: number;
}

/**
 * With several patients some of them validate, always the same ones for a seed; of one patient it is the last part of
 * the time. Beats after the begin of what a test holds out of a patient belong to neither.
 */
export function partsOf(
  patients: readonly PatientBeats[],
  { validationShare, guardUs, seed }: Pick<SelectionSettings, 'validationShare' | 'guardUs' | 'seed'>,
): Parts {
  const endsUs = new Map(
    patients.flatMap(({ patientId, testFromUs }) =>
      testFromUs === undefined ? [] : [[patientId, testFromUs - guardUs] as const],
    ),
  );
  const isBeforeTest = (patientId: PatientId, timeUs: number): boolean =>
    timeUs < (endsUs.get(patientId) ?? Number.POSITIVE_INFINITY);
  const withBeats = patients.filter(({ patientId, timesUs }) =>
    timesUs.some((timeUs) => isBeforeTest(patientId, timeUs)),
  );
  const [only] = withBeats;
  if (withBeats.length > 1 || only === undefined) {
    const validating = new Set(
      withBeats
        .map(({ patientId }) => patientId)
        .sort((a, b) => orderOf(seed, 'validates', a) - orderOf(seed, 'validates', b))
        .slice(0, validationShare === 0 ? 0 : Math.max(1, Math.round(validationShare * withBeats.length))),
    );
    return {
      of: (patientId, timeUs) => {
        if (!isBeforeTest(patientId, timeUs)) return undefined;
        return validating.has(patientId) ? 'validation' : 'train';
      },
    };
  }
  const times = only.timesUs.filter((timeUs) => isBeforeTest(only.patientId, timeUs));
  const fromUs = times[Math.floor((1 - validationShare) * times.length)] ?? Number.POSITIVE_INFINITY;
  return {
    of: (patientId, timeUs) => {
      if (!isBeforeTest(patientId, timeUs)) return undefined;
      if (timeUs >= fromUs) return 'validation';
      return timeUs < fromUs - guardUs ? 'train' : undefined;
    },
  };
}
