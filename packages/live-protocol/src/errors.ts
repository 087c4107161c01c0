export type LiveProtocolErrorCode = 'malformed-frame' | 'unsupported-version' | 'unknown-room';

/**
 * A message that one side cannot read. It stands apart from `BeatwatchError` because this package runs in the
 * browser, where the contracts' Protobuf runtime has no use.
 */
export class LiveProtocolError extends Error {
  readonly code: LiveProtocolErrorCode;

  constructor(code: LiveProtocolErrorCode, message: string) {
    super(message);
    this.name = 'LiveProtocolError';
    this.code = code;
  }
}
