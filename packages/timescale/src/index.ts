export { openDatabase, type Database } from './database.ts';
export { TimescaleError } from './errors.ts';
export {
  type AlarmRow,
  type ArrivedChunk,
  type Checkpoint,
  type QualitySecond,
  type ReplayCounts,
  type Repositories,
  type SignalGap,
  type StoredScore,
  type ThresholdChange,
  type TrendPoint,
  type WaveformChunk,
} from './repositories.ts';
export type { DirectoryEntry, Patient, WardPatient } from './patient-repository.ts';
export { wearable } from './model-repository.ts';
export { type ModelDecision } from './model-decisions.ts';
export {
  type BeatVerdict,
  type DriftSample,
  type LabelledAlarm,
  type SelectedBeat,
  type SelectionPart,
  type StoredSelection,
} from './training-repositories.ts';
export { type AlarmLabelling, type StoredBeat, type TimeRange } from './stored-rows.ts';
export type { AlarmAudit, AlarmCounts } from './alarm-audit.ts';
export type { AlarmInputBlock } from './alarm-input-repository.ts';
export {
  deliveryStates,
  type ChangeSurroundings,
  type Delivery,
  type DeliveryRepository,
  type DeliveryState,
  type StoredDelivery,
} from './delivery-repository.ts';
export type { AppliedProfile, LimitsChange, WardProfile } from './limits-repository.ts';
export type { ShiftAlarms } from './shift-alarms.ts';
export type { ShadowedBeats } from './shadow-repository.ts';
export type { AssignedModels } from './assignment-repository.ts';
export type { AuditAct, AuditAction, AuditEntry } from './audit-repository.ts';
export type { User, UserChange } from './user-repository.ts';
export type { CareGroup } from './care-group-repository.ts';
export type { CareNote } from './care-note-repository.ts';
export type { Device, DevicePairing } from './device-repository.ts';
export type { MachineKey } from './machine-key-repository.ts';
export { MachineKeys, makeMachineKey } from './machine-keys.ts';
export { makeSetUpLink } from './set-up-link.ts';
