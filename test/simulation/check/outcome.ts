import type { Ended } from './ended.ts';
import { alarmProblems } from './alarms.ts';
import { commandProblems } from './commands.ts';
import { darknessProblems } from './darkness.ts';
import { deadLetterProblems } from './dead-letters.ts';
import { lateProblems } from './late.ts';
import { noDataProblems } from './no-data.ts';
import { rowProblems } from './rows.ts';
import { publishedProblems } from './published.ts';

export interface Checked {
  readonly problems: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
}

/** Problems of one kind that are listed. */
const most = 5;

/** Compares a run with its reference and with what is promised. */
export function checkOutcome(ended: Ended): Checked {
  const checks = {
    rows: rowProblems,
    alarms: alarmProblems,
    published: publishedProblems,
    'dead letters': deadLetterProblems,
    commands: commandProblems,
    'no data': noDataProblems,
    late: lateProblems,
    darkness: darknessProblems,
  };
  const problems = Object.entries(checks).flatMap(([name, check]) => {
    const found = check(ended);
    const listed = found.slice(0, most).map((problem) => `${name}: ${problem}`);
    return found.length > most ? [...listed, `${name}: and ${found.length - most} more`] : listed;
  });
  const { tables } = ended.site.database;
  return {
    problems,
    counts: {
      beats: tables.beats.rows.size,
      scores: tables.scores.rows.size,
      seconds: tables.waveforms.rows.size,
      alarms: tables.alarms.size,
      'changes of alarms': tables.alarmEvents.rows.size,
    },
  };
}
