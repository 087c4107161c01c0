import type { AlarmKind } from '@beatwatch/contracts';

/** Code and reference identifier of ISO/IEEE 11073-10101, coding system MDC: partition times 65,536 and term. */
export type MdcCode = readonly [code: string, referenceId: string];

/** Partition 3, events. Those of the heart as DICOM PS3.16, CID 3038 reprints them. */
const events = {
  /** 3:8. */
  alarm: ['196616', 'MDC_EVT_ALARM'],
  /** 3:72. */
  leadOff: ['196680', 'MDC_EVT_LEAD_OFF'],
  /** 3:3076. */
  asystole: ['199684', 'MDC_EVT_ECG_ASYSTOLE'],
  /** 3:3128. */
  atrialFibrillation: ['199736', 'MDC_EVT_ECG_ATR_FIB'],
  /** 3:3266: any arrhythmia. */
  arrhythmia: ['199874', 'MDC_EVT_ECG_ARRHY'],
} as const satisfies Readonly<Record<string, MdcCode>>;

/**
 * What each kind is by the nomenclature. Kinds for which no public source gives a term of their own have the general one; the kind itself
 * is sent beside it, as a local code.
 */
export const eventOfKind: Readonly<Record<AlarmKind, MdcCode>> = {
  'ventricular-fibrillation': events.arrhythmia,
  asystole: events.asystole,
  'ventricular-tachycardia': events.arrhythmia,
  'extreme-bradycardia': events.arrhythmia,
  'extreme-tachycardia': events.arrhythmia,
  'ventricular-run': events.arrhythmia,
  pause: events.arrhythmia,
  'atrial-fibrillation': events.atrialFibrillation,
  bigeminy: events.arrhythmia,
  'frequent-ectopy': events.arrhythmia,
  'anomaly-burst': events.arrhythmia,
  'no-data': events.alarm,
  'lead-off': events.leadOff,
  'poor-signal': events.alarm,
};

/** Kinds whose measure is a heart rate. */
export const isRate = (kind: AlarmKind): boolean =>
  kind === 'extreme-bradycardia' ||
  kind === 'extreme-tachycardia' ||
  kind === 'ventricular-tachycardia' ||
  kind === 'ventricular-run';

export const alarmEvent = events.alarm;
/** Partition 1, objects: a monitor of several parameters. */
export const monitorDevice: MdcCode = ['69965', 'MDC_DEV_MON_PHYSIO_MULTI_PARAM_MDS'];
/** Partition 2, metrics, and partition 4, dimensions. */
export const heartRate: MdcCode = ['147842', 'MDC_ECG_HEART_RATE'];
export const beatsPerMinute: MdcCode = ['264864', 'MDC_DIM_BEAT_PER_MIN'];

/** Attributes of an alert, partition 1. */
export const alertAttributes = {
  source: ['68480', 'MDC_ATTR_ALERT_SOURCE'],
  phase: ['68481', 'MDC_ATTR_EVENT_PHASE'],
  state: ['68482', 'MDC_ATTR_ALARM_STATE'],
  inactivation: ['68483', 'MDC_ATTR_ALARM_INACTIVATION_STATE'],
  priority: ['68484', 'MDC_ATTR_ALARM_PRIORITY'],
  type: ['68485', 'MDC_ATTR_ALERT_TYPE'],
} as const satisfies Readonly<Record<string, MdcCode>>;
