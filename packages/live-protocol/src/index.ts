export { LiveProtocolError, type LiveProtocolErrorCode } from './errors.ts';
export {
  parseRoom,
  type Answer,
  type ClientToServerEvents,
  type Handshake,
  type LiveScore,
  type PatientSeen,
  type Room,
  type ServerToClientEvents,
  type Snapshot,
  type Tick,
} from './events.ts';
export { decodeWaveforms, encodeWaveforms, type WaveformBlock } from './frame.ts';
