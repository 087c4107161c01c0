export { createMlflowClient } from './client.ts';
export { publish, type Published } from './publish.ts';
export { mlflowSettingsOf, mlflowVariables } from './settings.ts';
export { readSources } from './sources.ts';
