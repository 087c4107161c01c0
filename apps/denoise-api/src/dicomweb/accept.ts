import { ApiError } from '../errors.ts';
import { mediaTypeOf, type MediaType } from '../uploads/media-type.ts';

/**
 * The ranges of an `Accept` header, preferred ones first. In DICOMweb their parameters matter:
 * `multipart/related; type="application/dicom"; transfer-syntax=*`.
 */
function acceptedTypes(accept: string | undefined): readonly MediaType[] {
  if (accept === undefined || accept.trim() === '') return [{ type: '*/*', parameters: {} }];
  return splitOutsideQuotes(accept)
    .flatMap((range) => mediaTypeOf(range) ?? [])
    .filter((range) => qualityOf(range) > 0)
    .toSorted((a, b) => qualityOf(b) - qualityOf(a));
}

function qualityOf({ parameters }: MediaType): number {
  const quality = Number(parameters['q'] ?? 1);
  return Number.isFinite(quality) ? quality : 0;
}

const splitOutsideQuotes = (header: string): readonly string[] =>
  header.match(/(?:[^,"]|"(?:[^"\\]|\\.)*")+/g) ?? [];

/** How results are sent: in the parts of a multipart body, or a single one as the body. */
export type Packing = 'parts' | 'single';

/**
 * Chooses how binary results are sent.
 * @param partType media type of each part
 * @param transferSyntaxUid of the parts
 * @throws ApiError (`not-acceptable`)
 */
export function choosePacking(
  accept: string | undefined,
  {
    partType,
    transferSyntaxUid,
    isOne,
  }: { readonly partType: string; readonly transferSyntaxUid: string; readonly isOne: boolean },
): Packing {
  for (const { type, parameters } of acceptedTypes(accept)) {
    const { 'transfer-syntax': syntax = '*', type: wanted = partType } = parameters;
    if (syntax !== '*' && syntax !== transferSyntaxUid) continue;
    if (type === '*/*' || type === 'multipart/*') return 'parts';
    if (type === 'multipart/related' && (wanted === partType || wanted === '*/*')) return 'parts';
    if (type === partType && isOne) return 'single';
  }
  throw new ApiError(
    'not-acceptable',
    `Accept: expected multipart/related; type="${partType}"${isOne ? ` or ${partType}` : ''}, transfer syntax ${transferSyntaxUid}`,
  );
}

/** @throws ApiError (`not-acceptable`) where none of the offered types is accepted */
export function requireAccepted(accept: string | undefined, offered: readonly string[]): void {
  const suits = ({ type }: MediaType): boolean =>
    offered.some((one) => type === '*/*' || type === one || type === `${one.split('/')[0] ?? ''}/*`);
  if (acceptedTypes(accept).some(suits)) return;
  throw new ApiError('not-acceptable', `Accept: expected one of ${offered.join(', ')}`);
}
