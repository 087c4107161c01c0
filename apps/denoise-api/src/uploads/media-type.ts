import { shown } from '@beatwatch/contracts';
import { ApiError } from '../errors.ts';

/** A `Content-Type` or one range of an `Accept` header. */
export interface MediaType {
  /** Lower case, without parameters. */
  readonly type: string;
  /** Names in lower case, values as they are. */
  readonly parameters: Readonly<Record<string, string>>;
}

const token = "[\\w!#$%&'*+.^`|~-]+";
const typePattern = new RegExp(`^\\s*(${token}/${token})\\s*(?=;|$)`);
const parameterPattern = new RegExp(
  `\\s*;\\s*(?:(${token})=(?:(${token}[^\\s;]*)|"((?:[^"\\\\]|\\\\.)*)"))?\\s*`,
  'y',
);

/**
 * Parses a media type (RFC 9110, 8.3.1). An unquoted value may contain a slash, as DICOM clients send
 * `type=application/dicom`.
 * @returns undefined where the header is missing or malformed
 */
export function mediaTypeOf(header: string | undefined): MediaType | undefined {
  const type = typePattern.exec(header ?? '');
  if (type?.[1] === undefined || header === undefined) return undefined;
  const parameters: Record<string, string> = {};
  parameterPattern.lastIndex = type[0].length;
  while (parameterPattern.lastIndex < header.length) {
    const found = parameterPattern.exec(header);
    if (found === null) return undefined;
    const [, name, plain, quoted] = found;
    if (name !== undefined) parameters[name.toLowerCase()] = plain ?? quoted?.replace(/\\(.)/g, '$1') ?? '';
  }
  return { type: type[1].toLowerCase(), parameters };
}

/**
 * The boundary of a multipart body.
 * @throws ApiError (`invalid-request`)
 */
export function boundaryOf({ parameters }: MediaType): string {
  const { boundary = '' } = parameters;
  // RFC 2046, 5.1.1, says up to 70 characters; Orthanc sends 73. The last one must not be a space.
  if (/^[\w'()+,./:=? -]{0,199}[\w'()+,./:=?-]$/.test(boundary)) return boundary;
  throw new ApiError('invalid-request', {
    field: 'Content-Type: boundary',
    found: shown(parameters['boundary']),
    expected: '1 to 200 characters',
  });
}
