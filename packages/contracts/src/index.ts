export {
  decodeAlarmCommand,
  decodeAlarmEvent,
  decodeBeat,
  decodeDeadLetter,
  decodePacket,
  decodeScore,
  encodeAlarmCommand,
  encodeAlarmEvent,
  encodeBeat,
  encodeDeadLetter,
  encodePacket,
  encodeScore,
} from './codec.ts';
export {
  BeatwatchError,
  ContractError,
  type BeatwatchErrorOptions,
  type ContractErrorCode,
  type ErrorContext,
} from './errors.ts';
export {
  alarmId,
  deviceId,
  modelVersion,
  patientId,
  type AlarmId,
  type DeviceId,
  type ModelVersion,
  type PatientId,
} from './ids.ts';
export {
  type AlarmAction,
  type AlarmCommand,
  type AlarmEvent,
  type AlarmEvidence,
  type AlarmKind,
  type AlarmPriority,
  type AlarmState,
  type Beat,
  type DeadLetter,
  type Packet,
  type Score,
} from './messages.ts';
export { beatSampleCount, rr140Zscore } from './preprocessing.ts';
export { bytesOf, float32FromBytes, int16FromBytes } from './samples.ts';
export { topics, type Topic } from './topics.ts';
