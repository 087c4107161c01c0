export {
  alarmLimitFields,
  alarmLimitNames,
  checkedLimits,
  defaultAlarmLimits,
  leastRateBandBpm,
  type AlarmLimitName,
  type AlarmLimits,
} from './alarm-limits.ts';
export {
  checkedLatching,
  limitsInForce,
  type AlarmProfile,
  type Latching,
  type PatientLimits,
} from './alarm-profile.ts';
export { alarmEpisodes, labelsOfEpisode, type AlarmEpisode } from './alarm-episodes.ts';
export { alarmKindNames, alarmName } from './alarm-names.ts';
export {
  arrivedUs,
  byUrgency,
  isEscalation,
  isMoreUrgent,
  mostUrgent,
  priorityRank,
} from './alarm-urgency.ts';
export type { BeatJudgement } from './beat-judgement.ts';
export { rhythmMeasureNames, type RhythmMeasureName } from './rhythm-measures.ts';
export {
  beatClasses,
  classProbabilitiesOf,
  mostProbableClass,
  type BeatClass,
  type ClassProbabilities,
} from './beat-class.ts';
export { decodeAlarmEvent, encodeAlarmEvent } from './codec/alarm-event.ts';
export { decodeBeat, encodeBeat } from './codec/beat.ts';
export { decodeDeadLetter, encodeDeadLetter } from './codec/dead-letter.ts';
export { decodeObservation, encodeObservation } from './codec/observation.ts';
export { decodePacket, encodePacket } from './codec/packet.ts';
export { requirePatientKey } from './codec/patient-key.ts';
export { decodePatientCommand, encodePatientCommand } from './codec/patient-command.ts';
export { decodeProgress, encodeProgress } from './codec/progress.ts';
export { decodeScore, encodeScore } from './codec/score.ts';
export { decodeSystemNotice, encodeSystemNotice } from './codec/system-notice.ts';
export {
  absences,
  activities,
  lowBatteryPercent,
  postures,
  type Absence,
  type Activity,
  type DeviceReport,
  type Posture,
} from './device-report.ts';
export { BeatwatchError, ContractError } from './errors.ts';
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
  alarmKinds,
  alarmLabels,
  alarmPriorities,
  fibrillationLevel,
  isTechnical,
  learnedAroundUs,
  observedIn,
  usableQualityIndex,
  type AlarmEvent,
  type AlarmEvidence,
  type AlarmKind,
  type AlarmLabel,
  type AlarmPriority,
  type AlarmReason,
  type AlarmState,
  type Beat,
  type DeadLetter,
  type Observation,
  type ObservationSource,
  type Packet,
  type Score,
  type SignalFault,
  type SignalSecond,
} from './messages.ts';
export {
  admissionActions,
  isAdmission,
  type ActOf,
  type AdmissionCommand,
  type PatientCommand,
} from './patient-command.ts';
export { actorName, bedName, displayNameText, leadName, wardName } from './names.ts';
export { beatSampleCount, rr140Zscore, rWindow88Microvolts } from './preprocessing.ts';
export { refusalMessage, shown, type Refusal } from './refusal.ts';
export type { EcgLead } from './lead/ecg-lead.ts';
export { missingSample, presentPieces, withMissingSamples } from './lead/missing-sample.ts';
export { quantise, type LeadValues } from './lead/quantise.ts';
export { microvoltsIn, voltageUnits, type VoltageUnit } from './lead/voltage.ts';
export { bytesOf, float32FromBytes, float64FromBytes, int16FromBytes } from './samples.ts';
export { issueOptions, orIssue, refusalOfIssue, type SchemaIssue } from './schema-issue.ts';
export type { PacketOrigin, PacketPart } from './packet-origin.ts';
export type { Hindrance, JudgingPart, PartitionPosition, Progress } from './progress.ts';
export { noticeKeptMs, noticeRepeatMs, noticeText, type SystemNotice } from './system-notice.ts';
export {
  alarmScope,
  isInForce,
  isInScope,
  mutes,
  silenceSeconds,
  type Silence,
  type SilenceScope,
} from './silence.ts';
export { isStorableText } from './storable-text.ts';
export { newCounts, newMicrovolts } from './slab.ts';
export { topics } from './topics.ts';
export { latchesUsually, usualPriority } from './usual-priority.ts';
export type { Writable } from './writable.ts';
