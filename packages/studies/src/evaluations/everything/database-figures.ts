import type { AlarmEvaluation } from '../alarms/score-alarms.ts';
import type { BeatsEvaluation } from '../beats/score-records.ts';
import type { WearableEvaluation } from '../wearable/score-recordings.ts';

/** The figures of one database, as its own command gives them. */
export type DatabaseFigures =
  | { readonly evaluation: 'beats'; readonly figures: BeatsEvaluation }
  | { readonly evaluation: 'alarms'; readonly figures: AlarmEvaluation }
  | { readonly evaluation: 'wearable'; readonly figures: WearableEvaluation };
