import { z } from 'zod';
import { unusable } from '../fault.ts';
import { text } from '../shape.ts';

/** https://hl7.org/fhir/R4/references.html */
export const referenceSchema = z.object(
  {
    reference: text.optional(),
    identifier: z.object({ value: text.optional() }, { error: 'an Identifier' }).optional(),
  },
  { error: 'a Reference' },
);

/** The id behind a reference to another entry of the same Bundle. */
export type Resolve = (reference: string) => string | undefined;

/**
 * The id in a reference: the last part of `Patient/f001`, of an absolute address or of `urn:uuid:…`, without a version; else
 * the value of its identifier.
 * @throws DeviceFormatError where it has neither
 */
export function idOf(
  { reference, identifier }: z.output<typeof referenceSchema>,
  field: string,
  resolve: Resolve,
): string {
  if (reference !== undefined) {
    const id =
      resolve(reference) ??
      reference.replace(/\/_history\/[^/]*$/, '').replace(/^.*[/#]|^urn:(uuid|oid):/, '');
    if (id !== '') return id;
    throw unusable(`${field}.reference`, reference, 'a reference such as Patient/f001');
  }
  if (identifier?.value !== undefined) return identifier.value;
  throw unusable(`${field}.reference`, undefined, 'a reference such as Patient/f001, or an identifier');
}
