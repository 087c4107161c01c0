/** Every kind of problem with its status and title. The codes are part of the API: they do not change. */
export const problems = {
  'invalid-request': { status: 400, title: 'Invalid request' },
  unauthorized: { status: 401, title: 'Missing or invalid API key' },
  forbidden: { status: 403, title: 'API key without the required scope' },
  'foreign-page': { status: 403, title: 'Page of another site' },
  'not-found': { status: 404, title: 'Not found' },
  'method-not-allowed': { status: 405, title: 'Method not allowed' },
  'not-acceptable': { status: 406, title: 'Not acceptable' },
  'upload-too-slow': { status: 408, title: 'Upload too slow' },
  'not-finished': { status: 409, title: 'Job not finished' },
  'too-large': { status: 413, title: 'Too large' },
  'archive-too-large': { status: 413, title: 'Archive too large' },
  'unsupported-media-type': { status: 415, title: 'Unsupported media type' },
  'unknown-format': { status: 415, title: 'Unknown image format' },
  'unsupported-image': { status: 415, title: 'Unsupported image' },
  'foreign-host': { status: 421, title: 'Foreign host name' },
  'broken-file': { status: 422, title: 'Broken file' },
  'no-such-frame': { status: 422, title: 'No such frame' },
  'broken-archive': { status: 422, title: 'Broken archive' },
  'nothing-denoised': { status: 422, title: 'No file could be denoised' },
  'headers-too-large': { status: 431, title: 'Headers too large' },
  busy: { status: 429, title: 'Busy' },
  'rate-limited': { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Internal error' },
  'keys-unavailable': { status: 503, title: 'API keys unavailable' },
  'storage-full': { status: 503, title: 'Storage full' },
  stopping: { status: 503, title: 'Server stopping' },
  'time-limit': { status: 503, title: 'Time limit exceeded' },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly title: string }>>;

export type ProblemCode = keyof typeof problems;

/** The `type` of a problem (RFC 9457). */
export const problemType = (code: ProblemCode): string => `urn:beatwatch:denoise:${code}`;
