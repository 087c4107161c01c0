import { patientId } from '@beatwatch/contracts';
import { renderReport } from '@beatwatch/report';
import { driftSection, driftWindowUs, wardDrift, type Drift } from '@beatwatch/retraining';
import type { Command } from 'commander';
import { withDatabase } from '../stack/with-database.ts';
import { durationArgument, listArgument } from '../terminal/arguments.ts';
import { createOutput, table } from '../terminal/output.ts';
import { writeResultFile } from '../terminal/result-file.ts';

interface DriftFlags {
  readonly window?: number;
  readonly patients?: readonly string[];
  readonly report?: string;
  readonly json?: boolean;
}

const defaultWindow = `${driftWindowUs / 3_600_000_000}h`;

export function addDrift(program: Command): void {
  program
    .command('drift')
    .description(
      'how far anomaly scores, heart rates and signal quality have moved since a model came into use',
    )
    .option(
      '--window <duration>',
      `length of the two times that are compared: the first of a model with a patient, and the last (default: ${defaultWindow})`,
      durationArgument,
    )
    .option(
      '--patients <ids>',
      'of these patients alone, with commas between them (default: all who were scored in the last window)',
      listArgument,
    )
    .option('--report <file>', 'write an HTML report')
    .option('--json', 'print every measure of every patient as JSON')
    .action(async ({ window, patients, report, json }: DriftFlags) => {
      const output = createOutput(json ?? false);
      const drifts = await withDatabase(({ repositories }) =>
        wardDrift(repositories, {
          nowUs: Date.now() * 1000,
          ...(window !== undefined && { windowUs: window * 1000 }),
          ...(patients && { patients: patients.map(patientId) }),
        }),
      );
      if (report !== undefined) {
        const section = driftSection(drifts);
        await writeResultFile(
          report,
          renderReport({
            title: 'Drift',
            lead: section.text ?? [],
            facts: [],
            sections: [section],
            data: { drifts },
          }),
        );
      }
      output.result({ drifts }, formatDrifts(drifts));
    });
}

function formatDrifts(drifts: readonly Drift[]): string {
  if (drifts.length === 0) return 'no patient has enough beats under a model, then and now';
  return table([
    ['patient', 'what', 'index', 'level', 'KS', 'median then', 'now'],
    ...drifts
      .toSorted((a, b) => b.stabilityIndex - a.stabilityIndex)
      .map(({ patientId: id, measure, stabilityIndex, level, ks, before, after }) => [
        id,
        measure,
        stabilityIndex.toFixed(3),
        level,
        ks.toFixed(3),
        before.median.toPrecision(3),
        after.median.toPrecision(3),
      ]),
  ]);
}
