import { table, type ReportSection } from '@beatwatch/report';
import type { ShadowedPatient } from '@beatwatch/rescoring';
import { formatCounts, formatDifference } from '../../rescore/alarm-differences.ts';

/** Rows of the table at most. */
const mostRows = 500;

/** What a model in the shadow made of the live signal, for a report. */
export function shadowSection(patients: readonly ShadowedPatient[]): ReportSection {
  const differences = patients.flatMap(({ patientId, alarms }) =>
    alarms.differences.map((difference) => ({ patientId, difference })),
  );
  const beats = patients.reduce((sum, patient) => sum + patient.beats, 0);
  const differing = patients.reduce((sum, patient) => sum + patient.differing, 0);
  const same = patients.reduce((sum, { alarms }) => sum + alarms.same, 0);
  return {
    id: 'shadow',
    title: 'In the shadow',
    text:
      patients.length === 0
        ? ['The challenger has judged no live signal of this time in the shadow.']
        : [
            `Beside the live model the challenger judged ${beats} beats of ${patients.length} patients, ${differing} of them differently. Of the alarms ${same} would have been the same, ${formatCounts(differences.map(({ difference }) => difference))}.`,
          ],
    content:
      differences.length === 0
        ? []
        : [
            table({
              id: 'shadow-alarms',
              caption:
                differences.length > mostRows
                  ? `The first ${mostRows} of ${differences.length} alarms that differ.`
                  : 'The alarms that differ.',
              columns: ['Patient', '', 'When', 'Priority', 'Alarm'],
              rows: differences
                .slice(0, mostRows)
                .map(({ patientId, difference }) => [patientId, ...formatDifference(difference)]),
            }),
          ],
  };
}
