import { deliveryStates, type DeliveryState, type StoredDelivery } from '@beatwatch/timescale';
import { Option, type Command } from 'commander';
import { readConfig } from '../config.ts';
import { CliError } from '../errors.ts';
import { withDatabase } from '../stack/with-database.ts';
import { integerArgument } from '../terminal/arguments.ts';
import { formatTime } from '../terminal/format-time.ts';
import { createOutput, table } from '../terminal/output.ts';

interface JsonFlag {
  readonly json?: boolean;
}

/** `beatwatch deliveries`. */
export function addDeliveries(program: Command): void {
  const deliveries = program
    .command('deliveries')
    .description('what receivers outside were notified of alarms: list it, send again what was given up');
  addList(deliveries);
  addRetry(deliveries);
}

interface ListFlags extends JsonFlag {
  readonly receiver?: string;
  readonly state?: DeliveryState;
  readonly limit: number;
}

function addList(deliveries: Command): void {
  deliveries
    .command('list', { isDefault: true })
    .description('how the receivers stand, and the newest deliveries')
    .option('--receiver <name>', 'of this receiver alone')
    .addOption(new Option('--state <state>', 'in this state alone').choices(deliveryStates))
    .option('--limit <n>', 'deliveries at most', integerArgument(1, 5000), 20)
    .option('--json', 'print them as JSON')
    .action(async ({ receiver, state, limit, json = false }: ListFlags) => {
      await withDatabase(async ({ repositories }) => {
        const receivers = await repositories.deliveries.summaries();
        const listed = await repositories.deliveries.list({
          limit,
          ...(receiver !== undefined && { receiver }),
          ...(state !== undefined && { state }),
        });
        createOutput(json).result(
          { receivers, deliveries: listed },
          [
            receivers.length === 0
              ? noDeliveries(readConfig().NOTIFIER_RECEIVERS_FILE !== undefined)
              : table([
                  ['receiver', 'waiting', 'given up', 'last delivered'],
                  ...receivers.map((one) => [
                    one.receiver,
                    String(one.waiting),
                    String(one.dead),
                    one.lastDeliveredUs === undefined ? '' : formatTime(one.lastDeliveredUs / 1000),
                  ]),
                ]),
            ...(listed.length === 0 ? [] : ['', table([deliveryHead, ...listed.map(deliveryRow)])]),
          ].join('\n'),
        );
      });
    });
}

const noDeliveries = (isConfigured: boolean): string =>
  isConfigured
    ? 'no deliveries yet'
    : 'no deliveries: NOTIFIER_RECEIVERS_FILE is not set, so that nobody outside is notified of alarms';

const deliveryHead = ['delivery', 'receiver', 'alarm', 'state', 'attempts', 'since', 'failure'];

const deliveryRow = (one: StoredDelivery): string[] => [
  one.deliveryId,
  one.receiver,
  one.alarmId,
  one.state === 'dead' ? 'given up' : one.state,
  String(one.attempts),
  formatTime((one.endedUs ?? one.waitingSinceUs) / 1000),
  one.failure ?? '',
];

interface RetryFlags extends JsonFlag {
  readonly allDead?: boolean;
  readonly receiver?: string;
}

function addRetry(deliveries: Command): void {
  deliveries
    .command('retry [ids...]')
    .description(
      'send deliveries again, by their ids or all that were given up; exit code 1 where one is unknown or waits',
    )
    .option('--all-dead', 'everything that was given up')
    .option('--receiver <name>', 'with --all-dead: of this receiver alone')
    .option('--json', 'print the ids that wait now as JSON')
    .addHelpText(
      'after',
      '\nA receiver gets the same id again. An alarm may have gone on since: its number of the change says so.',
    )
    .action(async (ids: readonly string[], { allDead = false, receiver, json = false }: RetryFlags) => {
      if (ids.length > 0 === allDead)
        throw new CliError('expected ids of deliveries, or --all-dead', { code: 'usage' });
      if (receiver !== undefined && !allDead)
        throw new CliError('--receiver is for --all-dead: an id has one receiver', { code: 'usage' });
      await withDatabase(async ({ repositories }) => {
        const again = await repositories.deliveries.sendAgain(
          allDead ? { deadOf: receiver } : { deliveryIds: ids },
        );
        createOutput(json).result(again, `${again.length} to be sent again`);
        const missing = ids.filter((id) => !again.includes(id));
        if (missing.length > 0)
          throw new CliError(`unknown, or waiting already: ${missing.join(', ')}`, {
            code: 'unknown-delivery',
          });
      });
    });
}
