import { table } from '../stack/table.ts';
import { isGood } from './ledger.ts';
import type { ChaosResult, FaultOutcome } from './run.ts';

/** The verdict as tables for people. */
export function formatResult(
  result: ChaosResult,
  { scripted, isPassed }: { readonly scripted: number; readonly isPassed: boolean },
): string {
  const { ledger, faults, shownAfterSeconds } = result;
  const header = ['', 'expected', 'found', 'missing', 'wrong', ''];
  const rows = ledger.map((entry) => [
    entry.what,
    String(entry.expected),
    String(entry.found),
    String(entry.missing),
    String(entry.wrong),
    isGood(entry) ? 'ok' : 'VIOLATED',
  ]);
  const examples = ledger.flatMap(({ what, examples: some }) => some.map((text) => `  ${what}: ${text}`));
  return [
    table([header, ...rows]),
    ...examples,
    '',
    table([['seconds until judged again', 'times', 'median', 'longest'], ...recoveries(faults)]),
    '',
    `${result.packets} packets, ${faults.length} faults, ${scripted} scripted alarms`,
    `urgent alarms shown after ${seconds(shownAfterSeconds[Math.floor(shownAfterSeconds.length / 2)])} (median), ${seconds(shownAfterSeconds.at(-1))} at most; the page connected again ${result.pageReconnects} times`,
    `messages that repeat another: ${result.repeatedScores} scores, ${result.repeatedAlarms} changes of alarms (readers pass over them)`,
    `false alarms "no data": ${result.falseNoData}; seconds of signal given up while the disk was full: ${result.signalGivenUp}`,
    `scripted, and not detected without a fault either: ${result.undetected.join(', ') || 'none'}`,
    isPassed ? 'Nothing lost, nothing twice, no alarm missing.' : 'VIOLATED: see above.',
  ].join('\n');
}

function recoveries(faults: readonly FaultOutcome[]): string[][] {
  const names = [...new Set(faults.map(({ fault }) => `${fault.kind} ${fault.part}`))].sort();
  return names.map((name) => {
    const times = faults
      .filter(({ fault }) => `${fault.kind} ${fault.part}` === name)
      .map(({ judgedAfterSeconds }) => judgedAfterSeconds ?? Number.POSITIVE_INFINITY)
      .sort((a, b) => a - b);
    return [name, String(times.length), seconds(times[Math.floor(times.length / 2)]), seconds(times.at(-1))];
  });
}

const seconds = (value: number | undefined): string =>
  value === undefined ? '-' : value === Number.POSITIVE_INFINITY ? 'never' : `${value.toFixed(1)} s`;
