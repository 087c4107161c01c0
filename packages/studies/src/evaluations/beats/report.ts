import type { Report, ReportFact } from '@beatwatch/report';
import { alarmRules } from '../../alarm-outcomes/alarm-rules.ts';
import type { EvaluationFacts } from '../../reporting/evaluation-context.ts';
import { commandFact, durationFact } from '../../reporting/report-facts.ts';
import { decimal, percent } from '../../reporting/format.ts';
import { alarmTables, alarmStrips } from './report-alarms.ts';
import { beatFigures, beatStrips, classTables, detectorTable } from './report-beats.ts';
import { seenText } from '../../live-path/seen-by.ts';
import { noiseSections } from './report-noise.ts';
import { recordTable } from './report-records.ts';
import type { ScoredRecords } from './score-records.ts';

export function beatsReport(scored: ScoredRecords, facts: EvaluationFacts): Report {
  const { evaluation, clean } = scored;
  return {
    title: 'Beats and alarms of the live path',
    lead: lead(scored),
    sections: [
      {
        id: 'beats',
        title: 'Anomalous beats',
        text: [
          'The model adapts to the patient during the first five minutes of each record, without labels; beats are judged after them. A beat of the live path takes the class of the annotation within 150 ms (AAMI classes). AUROC is of class V and class S against class N, over all beats together and as the median over the records with at least ten beats of both classes.',
          'The live path ranks beats by the log odds of class V, or S, against N; a model without classes by its anomaly score: how far the error of the reconstruction is from that of the patient’s own beats, over what is usual for them (1 is usual). The “autoencoder without adaptation” ranks them by the plain reconstruction loss.',
          'The template’s score is the mean absolute distance to the patient’s own median beat of those minutes, divided by the median of that distance there, plus 6 times the log of the prematurity. The nearest-neighbour score is the mean distance to the three nearest beats of those minutes, scaled likewise, with the same prematurity. All detectors get the beats that the live path found and cut.',
        ],
        content: [detectorTable(evaluation), ...classTables(evaluation), ...beatFigures(clean)],
      },
      { id: 'alarms', title: 'Alarms', text: alarmRules, content: alarmTables(evaluation) },
      ...noiseSections(scored),
      { id: 'records', title: 'Every record', content: [recordTable(evaluation)] },
      {
        id: 'strips',
        title: 'The worst strips',
        text: ['Annotated beats are shown above each trace.'],
        content: [...alarmStrips(clean), ...beatStrips(clean)],
      },
    ],
    facts: reportFacts(scored, facts),
    data: { evaluation: 'beats', figures: evaluation },
  };
}

function lead({ evaluation: { pooled, records } }: ScoredRecords): string[] {
  const { events, eventsAlarmedWithin10s, recordsWithoutEvents } = pooled;
  return [
    `In ${Object.keys(records).length} records of ${decimal(pooled.hours, 1)} hours the live path found ${percent(pooled.rPeakSensitivity)} of the beats, ` +
      `and ${percent(pooled.rPeakPositivePredictivity)} of what it found are beats. It ranks ventricular beats above normal ones with an AUROC of ` +
      `${decimal(pooled.aurocV, 4)}, supraventricular ones with ${decimal(pooled.aurocS, 4)}.`,
    `${percent(eventsAlarmedWithin10s, 1)} of ${events} ventricular runs and onsets of fibrillation were alarmed within 10 s, half of them within ` +
      `${decimal(pooled.medianSecondsToAlarm, 1)} s. False alarms that sound: ${decimal(pooled.soundingFalseAlarmsPerHour, 2)} an hour, of high priority ` +
      `${decimal(pooled.highFalseAlarmsPerHour, 2)}; ${decimal(pooled.falseAlarmsPerHourWithoutEvents, 2)} sound on the ${recordsWithoutEvents} records without such events.`,
  ];
}

function reportFacts({ evaluation }: ScoredRecords, facts: EvaluationFacts): ReportFact[] {
  const { records } = evaluation;
  const versions = [...new Set(Object.values(records).map(({ model }) => model))];
  const validated = Object.entries(records).filter(([, { crossValidated }]) => crossValidated);
  return [
    commandFact(facts),
    { name: 'Records', value: Object.keys(records).join(', ') },
    { name: 'Models', value: versions.join(', ') },
    {
      name: 'Cross-validated',
      value:
        validated.length === 0
          ? 'none: the model was trained on none of the records'
          : `${validated.map(([name]) => name).join(', ')}: each judged by a model trained without it`,
    },
    { name: 'Signal models that learned from these records', value: seenText(evaluation.seenBy) },
    durationFact(facts),
  ];
}
