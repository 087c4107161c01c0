import { histogram, table, type ReportSection } from '@beatwatch/report';
import { driftMeasures, type Drift } from './patient-drift.ts';

/** Rows of the table: the greatest first. */
const mostRows = 30;

/** What has moved since a model came into use, for a report. */
export function driftSection(drifts: readonly Drift[]): ReportSection {
  const sorted = drifts.toSorted((a, b) => b.stabilityIndex - a.stabilityIndex);
  const strong = new Set(sorted.filter(({ level }) => level === 'strong').map(({ patientId }) => patientId));
  const patients = new Set(drifts.map(({ patientId }) => patientId));
  return {
    id: 'drift',
    title: 'What has moved since the champion came into use',
    text:
      drifts.length === 0
        ? ['No patient has enough beats under the champion, then and now.']
        : [
            `Something moved strongly for ${strong.size} of ${patients.size} patients (population stability index from 0.25 on).`,
          ],
    content:
      drifts.length === 0
        ? []
        : [
            table({
              id: 'drift-patients',
              caption: `The ${Math.min(mostRows, sorted.length)} greatest changes.`,
              columns: ['Patient', 'What', 'Stability index', 'Level', 'KS', 'Median then', 'Median now'],
              rows: sorted
                .slice(0, mostRows)
                .map((drift) => [
                  drift.patientId,
                  drift.measure,
                  drift.stabilityIndex.toFixed(3),
                  drift.level,
                  drift.ks.toFixed(3),
                  drift.before.median.toPrecision(3),
                  drift.after.median.toPrecision(3),
                ]),
            }),
            ...driftMeasures.flatMap((measure) => {
              const values = drifts.flatMap((drift) =>
                drift.measure === measure ? [drift.stabilityIndex] : [],
              );
              if (values.length < 2) return [];
              return [
                histogram({
                  id: `drift-${measure.replaceAll(' ', '-')}`,
                  caption: `Stability index of the ${measure}, a patient each.`,
                  summary: `How far the ${measure} of ${values.length} patients has moved.`,
                  x: { label: 'Population stability index', zero: true },
                  distributions: [{ name: measure, values }],
                  threshold: { value: 0.25, label: 'strong' },
                  bins: 20,
                }),
              ];
            }),
          ],
  };
}
