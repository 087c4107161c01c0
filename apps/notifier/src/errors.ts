import { BeatwatchError } from '@beatwatch/contracts';

/** `receivers`: the file of the receivers cannot be read, or breaks a rule. */
export type NotifierErrorCode = 'receivers';

export class NotifierError extends BeatwatchError<NotifierErrorCode> {}
