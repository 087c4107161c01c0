export { demoFleet } from './fleet/demo.ts';
export { createFleet, type FleetPatient } from './fleet/fleet.ts';
export { createLoadFleet, loadArchetypes, loadPatientId } from './fleet/load.ts';
export { parseScript, type ScriptInput } from './script/script.ts';
export { type SyntheticLead } from './synthesis/physiology.ts';
export { replayBeats } from './replay/replay-beats.ts';
export { type ReplayOptions, type ReplayProgress } from './replay/options.ts';
export { replayRecording } from './replay/replay-recording.ts';
