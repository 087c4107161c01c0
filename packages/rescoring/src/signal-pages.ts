import type { PatientId } from '@beatwatch/contracts';
import type { Repositories } from '@beatwatch/timescale';

/** A piece of a patient's stored signal. */
export interface SignalPage {
  readonly fromUs: number;
  readonly toUs: number;
  /** Lowest number of a packet that brought something of it. */
  readonly firstNumber: number;
}

export interface SignalPages {
  /** By the first number: once a page has been read, all packets below the next one's first number are known. */
  readonly pages: readonly SignalPage[];
  /** Of each lead, the number of its last packet. */
  readonly lastNumbers: ReadonlySet<number>;
}

interface Span {
  readonly patientId: PatientId;
  readonly fromUs: number;
  readonly toUs: number;
}

const pageUs = 15 * 60e6;
/** Pages of which it is read in one statement what brought them. */
const pagesAtOnce = 16;

/**
 * In which order the stored signal has to be read so that its packets can be made again in the order of the log, without all of
 * it in memory: what was sent late is among that of earlier times, and clocks go back.
 */
export async function signalPages(
  waveforms: Repositories['waveforms'],
  { patientId, fromUs, toUs }: Span,
): Promise<SignalPages> {
  const firstNumbers = new Map<number, number>();
  const lastOfLead = new Map<string, number>();
  for (let from = fromUs; from < toUs; from += pagesAtOnce * pageUs) {
    const range = { patientId, fromUs: from, toUs: Math.min(toUs, from + pagesAtOnce * pageUs) };
    for (const { deviceId, lead, firstSampleTimeUs, parts } of await waveforms.arrivals(range)) {
      const page = Math.floor((firstSampleTimeUs - fromUs) / pageUs);
      const key = `${deviceId}\n${lead}`;
      for (const { origin } of parts) {
        firstNumbers.set(page, Math.min(origin.number, firstNumbers.get(page) ?? Infinity));
        lastOfLead.set(key, Math.max(origin.number, lastOfLead.get(key) ?? 0));
      }
    }
  }
  const pages = [...firstNumbers].map(([page, firstNumber]): SignalPage => ({
    fromUs: fromUs + page * pageUs,
    toUs: Math.min(toUs, fromUs + (page + 1) * pageUs),
    firstNumber,
  }));
  pages.sort((a, b) => a.firstNumber - b.firstNumber);
  return { pages, lastNumbers: new Set(lastOfLead.values()) };
}
