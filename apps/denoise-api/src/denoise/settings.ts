import { refusalMessage, shown } from '@beatwatch/contracts';
import { z } from 'zod';

/**
 * A number in a query. Its text is checked here, since `Number('')` is 0; the OpenAPI document describes a number.
 */
const numberParameter = (
  range: { readonly minimum: number; readonly maximum: number },
  description: string,
): z.ZodType<number, string> =>
  z
    .string()
    .transform((text, context) => {
      const value = Number(text);
      const isNumber = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text);
      if (isNumber && value >= range.minimum && value <= range.maximum) return value;
      context.addIssue({
        code: 'custom',
        message: refusalMessage({
          found: shown(text),
          expected: `a number from ${range.minimum} to ${range.maximum}`,
        }),
      });
      return z.NEVER;
    })
    .meta({ type: 'number', ...range, description });

/** A whole number in a query. */
export const integerParameter = (
  minimum: number,
  maximum: number,
  description: string,
): z.ZodType<number, string> =>
  z
    .string()
    .transform((text, context) => {
      const value = Number(text);
      if (/^\d{1,15}$/.test(text) && value >= minimum && value <= maximum) return value;
      context.addIssue({
        code: 'custom',
        message: refusalMessage({
          found: shown(text),
          expected: `a whole number from ${minimum} to ${maximum}`,
        }),
      });
      return z.NEVER;
    })
    .meta({ type: 'integer', minimum, maximum, description });

/** Query parameters of every route that denoises. */
export const settingsParameters = {
  strength: numberParameter(
    { minimum: 0, maximum: 1 },
    'Share of the noise that is removed, 0 (none) to 1 (all, the default)',
  ).optional(),
  noise: numberParameter(
    { minimum: 0.000_001, maximum: 1_000_000 },
    'Standard deviation of the noise in the unit of the image (Hounsfield units for CT). Default: estimated',
  ).optional(),
};

/** Options of a denoising run. */
export interface Settings {
  /** Default 1. */
  readonly strength?: number;
  /** In the unit of the image. Default: estimated. */
  readonly noiseSd?: number;
}

export const settingsOf = (query: {
  readonly strength?: number | undefined;
  readonly noise?: number | undefined;
}): Settings => ({
  ...(query.strength !== undefined && { strength: query.strength }),
  ...(query.noise !== undefined && { noiseSd: query.noise }),
});

/** Range of values that a preview shows from black to white. */
export interface GreyWindow {
  readonly centre: number;
  readonly width: number;
}

export const windowParameter = z
  .string()
  .regex(
    /^-?[0-9]{1,7}(\.[0-9]{1,6})?,[1-9][0-9]{0,6}(\.[0-9]{1,6})?$/,
    'expected CENTRE,WIDTH, such as 40,400',
  )
  .transform((text): GreyWindow => {
    const [centre = 0, width = 1] = text.split(',').map(Number);
    return { centre, width };
  })
  .meta({ description: 'Grey window of a preview: centre,width in the unit of the image, such as 40,400' });
