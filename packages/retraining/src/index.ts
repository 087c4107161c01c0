export type { ClassRow, RowSource } from './beat-classes/class-row.ts';
export {
  correctClasses,
  correctionDefaults,
  type CorrectionSettings,
} from './beat-classes/correct-classes.ts';
export { labelsTold, type LabelsTold } from './beat-classes/labels-told.ts';
export { referenceRows } from './beat-classes/reference-rows.ts';
export { wardRows } from './beat-classes/ward-rows.ts';
export { compareModels, type Comparison } from './comparison/compare-models.ts';
export { comparisonReport } from './comparison/comparison-report.ts';
export type { Candidate } from './comparison/judge-set.ts';
export { promotionDefaults, type PromotionRule } from './comparison/promotion-rule.ts';
export { driftSection } from './drift/drift-section.ts';
export { type Drift } from './drift/patient-drift.ts';
export { driftWindowUs, wardDrift } from './drift/ward-drift.ts';
export { exportFormats, exportSelection, type ExportFormat } from './files/export-selection.ts';
export { assignModel } from './registry/assign-model.ts';
export { promote, rollBack, type ChampionChange } from './registry/champion.ts';
export { readReferenceSets, type ReferenceSets } from './reference-sets/read-reference-sets.ts';
export type { SelectionSummary } from './selection/selection-summary.ts';
export { selectBeats, type Selection } from './selection/select-beats.ts';
export { selectionDefaults } from './selection/settings.ts';
export { readSelection } from './selection/store-selection.ts';
export { studyWeek, wards, weekDefaults, type Ward } from './simulated-week/study-week.ts';
export { weekReport, weekTables } from './simulated-week/week-report.ts';
