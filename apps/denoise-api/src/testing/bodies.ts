import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

/** A zip archive. */
export async function zipOf(
  files: Readonly<Record<string, Uint8Array | string>>,
  { compress = true }: { readonly compress?: boolean } = {},
): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files))
    zip.addBuffer(Buffer.from(content), name, { compress });
  zip.end();
  return buffer(zip.outputStream);
}

const boundary = 'a-boundary';

/** A body of STOW-RS. */
export const relatedBody = (...parts: readonly (Uint8Array | string)[]): Buffer =>
  Buffer.concat([
    ...parts.flatMap((part) => [
      Buffer.from(`\r\n--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`),
      Buffer.from(part),
    ]),
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);

export const relatedHeaders = {
  'content-type': `multipart/related; type="application/dicom"; boundary=${boundary}`,
};

/** A form with files, and the headers that go with it. */
export async function formOf(
  files: readonly (readonly [field: string, name: string, content: Uint8Array | string])[],
): Promise<{ readonly headers: Record<string, string>; readonly payload: Buffer }> {
  const form = new FormData();
  for (const [field, name, content] of files) form.append(field, new Blob([Buffer.from(content)]), name);
  const response = new Response(form);
  return {
    headers: { 'content-type': response.headers.get('content-type') ?? '' },
    payload: Buffer.from(await response.arrayBuffer()),
  };
}
