export { SimulatorError, type SimulatorErrorCode } from './errors.ts';
export { demoFleet, type DemoOptions, type DemoPatient } from './fleet/demo.ts';
export { createFleet, type FleetOptions, type FleetPatient, type PatientSignal } from './fleet/fleet.ts';
export { createLoadFleet, type LoadFleet, type LoadFleetOptions } from './fleet/load.ts';
export { type Fleet, type FleetStats, type TransmissionOptions } from './fleet/transmission.ts';
export { hasArrhythmia, parseScript, type ScriptEvent, type ScriptInput } from './script/script.ts';
export { type Physiology, type SyntheticLead } from './synthesis/physiology.ts';
export { type PlannedBeat } from './synthesis/rhythm.ts';
export { createSynthesiser, type EcgSynthesiser, type SynthesiserOptions } from './synthesis/synthesiser.ts';
export { replayBeats, type BeatReplay, type ReplayBeatsOptions } from './replay/replay-beats.ts';
export { type ReplayOptions, type ReplayProgress } from './replay/options.ts';
export {
  replayRecording,
  type RecordingReplay,
  type ReplayRecordingOptions,
} from './replay/replay-recording.ts';
