/**
 * Every topic, keyed by patient so that one consumer owns a patient at a time; dead letters by their place in the log, system
 * notices by their id, progress by its part. The version is part of the name.
 */
export const topics = {
  packets: 'ecg.packets.v1',
  segmentedBeats: 'ecg.segmented-beats.v1',
  beats: 'ecg.beats.v2',
  scores: 'ecg.scores.v1',
  alarms: 'ecg.alarms.v1',
  patientCommands: 'ecg.patient-commands.v1',
  deadLetter: 'ecg.dead-letter.v1',
  systemNotices: 'ecg.system-notices.v1',
  progress: 'ecg.progress.v1',
} as const;
