import { modelVersion } from '@beatwatch/contracts';
import { promote, rollBack, type ChampionChange } from '@beatwatch/retraining';
import type { Command } from 'commander';
import { publishAfterwards } from '../../mlflow/publish-now.ts';
import { withDatabase } from '../../stack/with-database.ts';
import { createOutput } from '../../terminal/output.ts';
import { addDecisionOptions, type DecisionFlags } from './decision-options.ts';

export function addDecide(models: Command): void {
  const command = (name: string, description: string): Command =>
    addDecisionOptions(models.command(name).description(description));

  command('promote', 'make a model the champion, which scores everybody who is given no other')
    .argument('[version]', 'of a registered model (default: the challenger)')
    .action(async (version: string | undefined, { because, by, json }: DecisionFlags) => {
      const change = await withDatabase(({ repositories }) =>
        promote(repositories, {
          actor: by,
          reason: because,
          ...(version !== undefined && { version: modelVersion(version) }),
        }),
      );
      await print(change, json ?? false);
    });

  command('roll-back', 'make the model before the last promotion the champion again').action(
    async ({ because, by, json }: DecisionFlags) => {
      const change = await withDatabase(({ repositories }) =>
        rollBack(repositories, { actor: by, reason: because }),
      );
      await print(change, json ?? false);
    },
  );
}

async function print({ version, previous }: ChampionChange, json: boolean): Promise<void> {
  const shipped = 'the shipped model';
  const output = createOutput(json);
  output.result(
    { champion: version, previous },
    `champion is now ${version ?? shipped}; before it was ${previous ?? shipped}`,
  );
  await publishAfterwards(output);
}
