export { exportFormats, exportSelection, type ExportFormat } from './files/export-selection.ts';
export { selectBeats, type Selection } from './selection/select-beats.ts';
export { selectionDefaults } from './selection/settings.ts';
export { readSelection } from './selection/store-selection.ts';
