import { fibrillationLevel, usableQualityIndex, type Beat, type PatientId } from '@beatwatch/contracts';
import { mayLearn, type SecondTrust } from '@beatwatch/patient-monitor';
import type { Repositories } from '@beatwatch/timescale';

/** A beat that a model gets to know a patient by. */
export interface KnownBeat {
  readonly beat: Beat;
  /** Whether it may be learned from. */
  readonly learn: boolean;
}

/** Longer than a reference remembers, and as many beats as it takes at most. */
const rememberedUs = 1800e6;
const mostBeats = 2000;

/**
 * A patient's last stored beats, in order, with what is stored of their signal.
 * @param untilUs exclusive
 */
export async function storedBeats(
  { beats, waveforms }: Pick<Repositories, 'beats' | 'waveforms'>,
  patientId: PatientId,
  { untilUs, preprocessing }: { readonly untilUs: number; readonly preprocessing: string },
): Promise<KnownBeat[]> {
  const range = { patientId, fromUs: untilUs - rememberedUs, toUs: untilUs };
  const newest = await beats.newest({ ...range, preprocessing }, mostBeats);
  const [first] = newest;
  if (first === undefined) return [];
  const seconds = new Map<string, SecondTrust[]>();
  for (const second of await waveforms.quality({ ...range, fromUs: first.timeUs - 1e6 })) {
    const { lead, timeUs, qualityIndex, fibrillationIndex } = second;
    const usable = qualityIndex >= usableQualityIndex && fibrillationIndex < fibrillationLevel;
    const known = seconds.get(lead);
    const trust = { timeUs, endTimeUs: timeUs + 1e6, usable };
    if (known === undefined) seconds.set(lead, [trust]);
    else known.push(trust);
  }
  return newest.map((beat) => ({ beat, learn: mayLearn(seconds.get(beat.lead) ?? [], beat) }));
}
