/** What may go wrong, with the status that says it. The codes are part of the API: they do not change. */
export const problems = {
  'invalid-request': { status: 400, title: 'The request is not as the API describes it' },
  unauthorized: { status: 401, title: 'No valid API key' },
  forbidden: { status: 403, title: 'The API key is not for this' },
  'not-found': { status: 404, title: 'Nothing here' },
  'method-not-allowed': { status: 405, title: 'The method is not for this address' },
  'not-acceptable': { status: 406, title: 'None of the accepted media types can be given' },
  'upload-too-slow': { status: 408, title: 'The upload took too long' },
  'not-finished': { status: 409, title: 'The job is not done yet' },
  'too-large': { status: 413, title: 'More than the limits allow' },
  'archive-too-large': { status: 413, title: 'The archive holds more than the limits allow' },
  'unsupported-media-type': { status: 415, title: 'Not a media type that is read here' },
  'unknown-format': { status: 415, title: 'Not an image format that is read' },
  'unsupported-image': { status: 415, title: 'An image of a kind that is not read' },
  'broken-file': { status: 422, title: 'The file is broken' },
  'no-such-frame': { status: 422, title: 'The image has no such frame' },
  'broken-archive': { status: 422, title: 'The archive is broken' },
  'nothing-denoised': { status: 422, title: 'No file of the job could be denoised' },
  'headers-too-large': { status: 431, title: 'The address and headers are too long' },
  busy: { status: 429, title: 'Busy' },
  'rate-limited': { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'A fault of the server' },
  'keys-unavailable': { status: 503, title: 'API keys cannot be read' },
  'storage-full': { status: 503, title: 'No room for more results' },
  stopping: { status: 503, title: 'The server is stopping' },
  'time-limit': { status: 503, title: 'The request took too long' },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly title: string }>>;

export type ProblemCode = keyof typeof problems;

/** Identifies a kind of problem (RFC 9457, `type`). */
export const problemType = (code: ProblemCode): string => `urn:beatwatch:denoise:${code}`;
