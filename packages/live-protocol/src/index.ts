export type { DeviceMessages, LiveDevice, LivePulses } from './devices.ts';
export { LiveProtocolError } from './errors.ts';
export {
  longestStandbyMs,
  parseRoom,
  thresholdLimits,
  type AdmissionRequest,
  type ClientToServerEvents,
  type Handshake,
  type LabelRequest,
  type LimitsRequest,
  type LiveScore,
  type LiveSecond,
  type RequestResult,
  type Room,
  type ServerToClientEvents,
  type SilenceRequest,
  type Snapshot,
  type ThresholdRequest,
  type Tick,
  type UnjudgedPatient,
} from './events.ts';
export {
  ComingLeads,
  compareLeads,
  maxLeadChoices,
  parseLeadChoices,
  shownLeads,
  type LeadChoice,
  type LeadChoices,
} from './leads.ts';
export type { Coded, Sentences, ValuesOf } from './coded.ts';
export type { RequestRefusal, RequestRefusals } from './refusals.ts';
export { decodeWaveforms, encodeWaveforms, type WaveformBlock } from './frame.ts';
