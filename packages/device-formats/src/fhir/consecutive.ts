import type { LeadValues } from '@beatwatch/contracts';
import { DeviceFormatError } from '../fault.ts';
import type { SampledValues } from './sampled-data.ts';

/** SampledData of one lead, and where it lay in the Observation. */
export interface LeadPart {
  readonly values: SampledValues;
  readonly at: string;
}

/** Share of a stated length by which parts end to end may miss it. */
const lengthTolerance = 0.02;

/**
 * Lays the parts of one lead end to end, where the Observation's period says that they follow each other: some watches write 30 s
 * as three components of 10 s. Else they would lie over each other, as copies of one signal do.
 * @param statedSeconds length of `effectivePeriod`; undefined where it has no start or no end
 * @throws DeviceFormatError about the second part where the parts do not fill the period, or their rates differ
 */
export function consecutive(parts: readonly LeadPart[], statedSeconds: number | undefined): LeadPart {
  const [first, second] = parts as readonly [LeadPart, LeadPart | undefined];
  if (second === undefined) return first;
  const { samplingRateHz, lead } = first.values;
  const other = parts.find(({ values }) => values.samplingRateHz !== samplingRateHz);
  if (other !== undefined) {
    throw refused(
      other.at,
      `lead ${lead} at ${other.values.samplingRateHz} Hz`,
      `${samplingRateHz} Hz as in ${first.at}`,
    );
  }
  const counts = parts.map(({ values }) => countOf(values));
  const seconds = counts.reduce((sum, count) => sum + count, 0) / samplingRateHz;
  if (statedSeconds === undefined || Math.abs(seconds - statedSeconds) > lengthTolerance * seconds) {
    const length = statedSeconds === undefined ? 'without start and end' : `of ${statedSeconds} s`;
    throw refused(
      second.at,
      `lead ${lead} again, in an effectivePeriod ${length}`,
      `each lead once, or parts that follow each other and fill the effectivePeriod, here ${Number(seconds.toFixed(3))} s`,
    );
  }
  const sameScale = parts.every(
    ({ values }) =>
      values.microvoltsPerValue === first.values.microvoltsPerValue &&
      values.offsetMicrovolts === first.values.offsetMicrovolts,
  );
  let placed = 0;
  const pieces = parts.flatMap(({ values }, index) => {
    const startSeconds = placed / samplingRateHz;
    placed += counts[index] ?? 0;
    return (sameScale ? values : inMicrovolts(values)).pieces.map((piece) => ({ ...piece, startSeconds }));
  });
  const scale = sameScale ? first.values : { microvoltsPerValue: 1, offsetMicrovolts: 0 };
  const { microvoltsPerValue, offsetMicrovolts = 0 } = scale;
  return {
    at: first.at,
    values: {
      lead,
      samplingRateHz,
      microvoltsPerValue,
      offsetMicrovolts,
      pieces,
      seconds: (placed - 1) / samplingRateHz,
    },
  };
}

const countOf = ({ pieces }: LeadValues): number =>
  pieces.reduce((sum, { values }) => sum + values.length, 0);

function inMicrovolts({
  pieces,
  microvoltsPerValue,
  offsetMicrovolts = 0,
}: LeadValues): Pick<LeadValues, 'pieces'> {
  return {
    pieces: pieces.map(({ startSeconds, values }) => ({
      startSeconds,
      values: Float64Array.from(values, (value) => value * microvoltsPerValue + offsetMicrovolts),
    })),
  };
}

const refused = (field: string, found: string, expected: string): DeviceFormatError =>
  new DeviceFormatError({ field, found, expected });
