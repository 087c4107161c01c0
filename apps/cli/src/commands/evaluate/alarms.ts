import { evaluateAlarms, percent, type AlarmEvaluation } from '@beatwatch/studies';
import type { Command } from 'commander';
import { table } from '../../terminal/output.ts';
import { addRecordsEvaluation } from './records-evaluation.ts';

/** `beatwatch evaluate alarms`. */
export function addAlarmEvaluation(evaluate: Command): void {
  addRecordsEvaluation(evaluate, {
    name: 'alarms',
    description:
      'list the alarms of the live path on any WFDB records; judge them where a record is annotated',
    records: 'WFDB records, such as cinc2015',
    options: ['model'],
    evaluate: evaluateAlarms,
    describe,
  });
}

function describe({ pooled, records }: AlarmEvaluation): string {
  return [
    table([
      ['record', 'minutes', 'clinical', 'technical', 'alarms'],
      ...Object.entries(records).map(([name, { seconds, clinicalAlarms, technicalShare, alarms }]) => [
        name,
        (seconds / 60).toFixed(1),
        String(clinicalAlarms),
        percent(technicalShare, 1),
        alarms
          .slice(0, mostNamed)
          .map(({ kind, seconds: at }) => `${kind} ${at.toFixed(1)} s`)
          .join(', '),
      ]),
    ]),
    `${pooled.clinicalAlarms} clinical alarms, ${pooled.clinicalAlarmsPerHour.toFixed(2)} an hour`,
  ].join('\n\n');
}

const mostNamed = 4;
