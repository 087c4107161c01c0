import { modelVersion } from '@beatwatch/contracts';
import { assignModel } from '@beatwatch/retraining';
import type { Command } from 'commander';
import { CliError } from '../../errors.ts';
import { withDatabase } from '../../stack/with-database.ts';
import { createOutput } from '../../terminal/output.ts';
import { addDecisionOptions, type DecisionFlags } from './decision-options.ts';

interface AssignFlags extends DecisionFlags {
  readonly patient?: string;
  readonly ward?: string;
}

export function addAssign(models: Command): void {
  const command = models
    .command('assign')
    .description('give a patient or a ward another model than the champion')
    .argument('[version]', 'of a registered model (default: none of their own any more)')
    .option('--patient <id>', 'to whom')
    .option('--ward <name>', 'to whose patients');
  addDecisionOptions(command).action(
    async (version: string | undefined, { patient, ward, because, by, json }: AssignFlags) => {
      const to = targetOf(patient, ward);
      await withDatabase(({ repositories }) =>
        assignModel(repositories, {
          ...to,
          ...(version !== undefined && { version: modelVersion(version) }),
          actor: by,
          reason: because,
        }),
      );
      createOutput(json ?? false).result(
        { ...to, version },
        `${to.scope} ${to.target}: ${version ?? 'as everybody, the champion'}`,
      );
    },
  );
}

/** @throws CliError (`usage`) unless one of both is named */
function targetOf(
  patient: string | undefined,
  ward: string | undefined,
): { readonly scope: 'patient' | 'ward'; readonly target: string } {
  if (patient !== undefined && ward === undefined) return { scope: 'patient', target: patient };
  if (ward !== undefined && patient === undefined) return { scope: 'ward', target: ward };
  throw new CliError(
    {
      field: '--patient or --ward',
      ...(patient !== undefined && { found: 'both' }),
      expected: 'one of them',
    },
    { code: 'usage' },
  );
}
