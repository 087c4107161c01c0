import { shown, microvoltsIn, type LeadValues } from '@beatwatch/contracts';
import { z } from 'zod';
import { DeviceFormatError, unusable } from '../fault.ts';
import { number, shaped, text } from '../shape.ts';

/** https://hl7.org/fhir/R4/datatypes.html#SampledData */
const sampledDataSchema = z.object(
  {
    origin: z.object(
      { value: number, unit: text.optional(), code: text.optional() },
      { error: 'a Quantity' },
    ),
    period: z
      .number({ error: 'milliseconds from sample to sample' })
      .positive({ error: 'milliseconds above 0' }),
    factor: number.optional(),
    lowerLimit: number.optional(),
    upperLimit: number.optional(),
    dimensions: z.literal(1, { error: '1: a lead for each SampledData' }),
    data: z.string({ error: 'samples as text, separated by blanks' }),
  },
  { error: 'a SampledData' },
);

/** Values of a lead with the time from the first to the last one. */
export interface SampledValues extends LeadValues {
  readonly seconds: number;
}

const decimal = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/**
 * One lead of SampledData: value x factor + origin, in the unit of the origin. `E` is a missing sample; `L` and `U` are the
 * lower and upper limit, in the same unit.
 * @throws DeviceFormatError
 */
export function readSampledData(value: unknown, lead: string, at: string): SampledValues {
  const { origin, period, factor = 1, lowerLimit, upperLimit, data } = shaped(sampledDataSchema, value, at);
  const unit = origin.code ?? origin.unit;
  const microvoltsPerUnit = unit === undefined ? undefined : microvoltsIn(unit);
  if (microvoltsPerUnit === undefined) {
    throw unusable(`${at}.origin.code`, unit, 'a unit of voltage in UCUM: uV, mV or V');
  }
  if (factor === 0) throw unusable(`${at}.factor`, factor, 'a number other than 0');
  // Whole, like the other values, so that the gain of the packets does not change.
  const atLimit = (limit: number | undefined, token: string, name: string): number => {
    if (limit !== undefined) return Math.round((limit - origin.value) / factor);
    throw new DeviceFormatError({
      field: `${at}.${name}`,
      expected: `a number, as data has ${token}`,
    });
  };
  const tokens = data.trim() === '' ? [] : data.trim().split(/\s+/);
  const values = Float64Array.from(tokens, (token, index) => {
    if (token === 'E') return NaN;
    if (token === 'L') return atLimit(lowerLimit, token, 'lowerLimit');
    if (token === 'U') return atLimit(upperLimit, token, 'upperLimit');
    if (decimal.test(token)) return Number(token);
    throw new DeviceFormatError({
      field: `${at}.data`,
      found: `${shown(token)} as value ${index + 1}`,
      expected: 'a number, E, L or U',
    });
  });
  return {
    lead,
    samplingRateHz: 1000 / period,
    microvoltsPerValue: factor * microvoltsPerUnit,
    offsetMicrovolts: origin.value * microvoltsPerUnit,
    pieces: [{ startSeconds: 0, values }],
    seconds: (Math.max(0, values.length - 1) * period) / 1000,
  };
}
