import type { Readable } from 'node:stream';
import {
  MaxFileSizeExceededError,
  MaxHeaderSizeExceededError,
  MaxPartsExceededError,
  MaxTotalSizeExceededError,
  MultipartParseError,
  MultipartParser,
  type MultipartPart,
} from '@remix-run/multipart-parser';
import { ApiError } from '../errors.ts';

export interface PartLimits {
  readonly maxFileBytes: number;
  readonly maxTotalBytes: number;
  readonly maxParts: number;
}

/** Preamble before the first boundary (RFC 2046, 5.1.1), which is ignored. */
const maxPreambleBytes = 8192;

/**
 * The parts of a `multipart/…` body, one in memory at a time: the next one is read on demand.
 * @throws ApiError (`invalid-request`, `too-large`)
 */
export async function* partsOf(
  body: Readable,
  boundary: string,
  limits: PartLimits,
): AsyncGenerator<MultipartPart, void, undefined> {
  const parser = new MultipartParser(boundary, {
    maxFileSize: limits.maxFileBytes,
    maxTotalSize: limits.maxTotalBytes,
    maxParts: limits.maxParts,
  });
  try {
    for await (const chunk of withoutPreamble(body, boundary)) {
      if (isFinished(parser)) continue;
      yield* parser.write(chunk);
    }
    parser.finish();
  } catch (error) {
    throw problemOfParser(error, limits);
  }
}

/** The parser would refuse the epilogue after the last boundary. */
function isFinished(parser: MultipartParser): boolean {
  try {
    parser.finish();
    return true;
  } catch {
    return false;
  }
}

/** The parser expects the boundary first; some clients begin with an empty line. */
async function* withoutPreamble(body: Readable, boundary: string): AsyncGenerator<Uint8Array> {
  const opening = `--${boundary}`;
  let held: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of body as AsyncIterable<Buffer>) {
    if (held === undefined) {
      yield chunk;
      continue;
    }
    held = Buffer.concat([held, chunk]);
    const at = held.indexOf(opening);
    if (at >= 0) {
      yield held.subarray(at);
      held = undefined;
    } else if (held.length > maxPreambleBytes) break;
  }
  if (held !== undefined) {
    throw new ApiError('invalid-request', {
      field: 'body',
      found: 'no part',
      expected: `one after "--${boundary}"`,
    });
  }
}

function problemOfParser(error: unknown, { maxFileBytes, maxTotalBytes, maxParts }: PartLimits): unknown {
  if (error instanceof MaxFileSizeExceededError)
    return new ApiError('too-large', `Expected files of at most ${maxFileBytes} bytes.`);
  if (error instanceof MaxTotalSizeExceededError)
    return new ApiError('too-large', `Expected at most ${maxTotalBytes} bytes in total.`);
  if (error instanceof MaxPartsExceededError)
    return new ApiError('too-large', `Expected at most ${maxParts} parts.`);
  if (error instanceof MaxHeaderSizeExceededError)
    return new ApiError('invalid-request', {
      field: 'body',
      found: 'a part header without an end',
      expected: 'a blank line after it',
    });
  if (error instanceof MultipartParseError)
    return new ApiError('invalid-request', `body: ${error.message}`, { cause: error });
  return error;
}
