import { RequestError } from './request-error.ts';

/** Reads a body of at most `maxBytes` bytes, and no more of a longer one. @throws RequestError 400 or 413 */
export async function smallJson(request: Request, maxBytes = 1000): Promise<unknown> {
  const reader = request.body?.getReader();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
    bytes += part.value.byteLength;
    if (bytes > maxBytes) {
      await reader?.cancel();
      throw new RequestError({ code: 'body-too-long', mostBytes: maxBytes });
    }
    chunks.push(part.value);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString()) as unknown;
  } catch {
    throw new RequestError({ code: 'not-json' });
  }
}
