import { inputsOf, type AlarmInput, type InputRows } from '@beatwatch/alarms';
import type { PatientId } from '@beatwatch/contracts';
import { unpackState } from '@beatwatch/stream-processor/packed';
import type { Repositories } from '@beatwatch/timescale';

/** What alarms were decided by, block after block. */
export interface InputBlockRead {
  readonly inputs: Iterable<AlarmInput>;
  /** State from which alarms were decided where it is not that after the block before; null is the initial one. */
  readonly state: unknown;
  /** Share of the blocks that are read with this one. */
  readonly share: number;
}

interface Reading {
  readonly repositories: { readonly alarmInputs: Pick<Repositories['alarmInputs'], 'list' | 'read'> };
  readonly patientId: PatientId;
  readonly sinceUs: number;
  readonly untilUs: number;
}

/** Longer than the time between two states that are stored. */
const statesWithinUs = 2 * 3600e6;
/** Blocks that are read in one statement, some 2 kB each. */
const pageBlocks = 256;

/**
 * Reads what a patient's alarms were decided by, from the last stored state before `sinceUs` on, or without one from the first
 * state after it.
 */
export async function* readInputs({
  repositories: { alarmInputs },
  patientId,
  sinceUs,
  untilUs,
}: Reading): AsyncGenerator<InputBlockRead, void, undefined> {
  const listed = await alarmInputs.list({ patientId, fromUs: sinceUs - statesWithinUs, toUs: untilUs });
  // A block that begins is its own start; after one with a state the next one starts.
  const before = listed.findLastIndex(
    ({ timeUs, begins, hasAfter }) => timeUs < sinceUs && (begins || hasAfter),
  );
  const first = before >= 0 ? before : listed.findIndex(({ begins, hasAfter }) => begins || hasAfter);
  if (first < 0) return;
  const names = listed.slice(first);
  let state: unknown;
  let isKnown = false;
  for (let from = 0; from < names.length; from += pageBlocks) {
    const page = names.slice(from, from + pageBlocks);
    const times = page.map(({ timeUs }) => timeUs);
    const blocks = await alarmInputs.read({
      patientId,
      fromUs: Math.min(...times),
      toUs: Math.max(...times),
      fromNumber: page[0]?.number ?? 0,
      toNumber: page.at(-1)?.number ?? 0,
    });
    for (const [index, { inputs, begins, after }] of blocks.entries()) {
      const share = (from + index + 1) / names.length;
      if (begins) [state, isKnown] = [null, true];
      if (isKnown) yield { inputs: inputsOf(unpackState(inputs) as InputRows), state, share };
      state = undefined;
      if (isKnown || after === undefined) continue;
      [state, isKnown] = [unpackState(after), true];
    }
  }
}
