import { z } from 'zod';
import { shaped, text } from '../shape.ts';
import type { Resolve } from './reference.ts';

/** https://hl7.org/fhir/R4/bundle.html */
const bundleSchema = z.object(
  {
    resourceType: z.literal('Bundle', { error: 'Bundle or Observation' }),
    entry: z
      .array(
        z.object(
          { fullUrl: text.optional(), resource: z.unknown().optional() },
          { error: 'an entry as an object' },
        ),
        {
          error: 'an array of entries',
        },
      )
      .optional(),
  },
  { error: 'an Observation, or a Bundle of them' },
);

const namedSchema = z.looseObject({
  id: z.string().optional(),
  identifier: z.array(z.looseObject({ value: z.string().optional() })).optional(),
});

export interface Bundle {
  /** The resource of each entry. */
  readonly resources: readonly unknown[];
  readonly resolve: Resolve;
}

/**
 * Reads a Bundle of any type. A reference to an entry's `fullUrl` resolves to that entry's first identifier, else to its id,
 * since the `urn:uuid` of a transaction is new each time and the person is not.
 * @throws DeviceFormatError where the value is no Bundle
 */
export function readBundle(value: unknown): Bundle {
  const { entry = [] } = shaped(bundleSchema, value);
  const ids = new Map<string, string>();
  for (const { fullUrl, resource } of entry) {
    const named = namedSchema.safeParse(resource);
    const id = named.success ? (named.data.identifier?.[0]?.value ?? named.data.id) : undefined;
    if (fullUrl !== undefined && id !== undefined) ids.set(fullUrl, id);
  }
  return { resources: entry.map(({ resource }) => resource), resolve: (reference) => ids.get(reference) };
}
