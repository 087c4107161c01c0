export type LiveProtocolErrorCode =
  'malformed-frame' | 'unsupported-version' | 'unknown-room' | 'invalid-leads';

/**
 * A message that breaks the live protocol. Not a `BeatwatchError`: this package runs in the browser, which should not
 * load the contracts' Protobuf runtime.
 */
export class LiveProtocolError extends Error {
  readonly code: LiveProtocolErrorCode;

  constructor(code: LiveProtocolErrorCode, message: string) {
    super(message);
    this.name = 'LiveProtocolError';
    this.code = code;
  }
}
