import { table, type Report, type ReportSection } from '@beatwatch/report';
import type { EvaluationFacts } from '../../reporting/evaluation-context.ts';
import { commandFact, durationFact } from '../../reporting/report-facts.ts';
import type { TaskOutcome } from './outcome.ts';
import type { RankingInterval } from './ranking-interval.ts';
import type { SequenceOutcome } from './sequence-outcome.ts';
import { taskTitle } from './tasks.ts';

export const intervalText = ({ auroc, low, high }: RankingInterval): string =>
  `${auroc.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;

export function sequenceReport(
  outcome: SequenceOutcome,
  facts: Pick<EvaluationFacts, 'command' | 'durationMs'>,
): Report {
  const { tasks, settings, normalWindows } = outcome;
  const apart = tasks.filter(({ comparisons }) =>
    comparisons.every(({ sort, isApart }) => isApart || sort === withLabels),
  );
  return {
    title: 'Sequences of beats: what an LSTM autoencoder finds that simpler methods do not',
    lead: [
      'Autoencoders that have seen normal sequences of 16 beats of other databases, against measures without training, ' +
        'linear autoencoders, and trees that were trained on other kinds of anomaly. AUROC with 95 % intervals over patients.',
      apart.length === 0
        ? 'In no task is the best autoencoder clear of the best of every other sort.'
        : `Clear of the best measure, linear method and trees without the kind: ${apart.map(taskTitle).join('; ')}.`,
    ],
    sections: [comparisonSection(tasks), ...tasks.map(methodSection)],
    facts: [
      commandFact(facts),
      { name: 'Seed', value: String(settings.seed) },
      {
        name: 'Training',
        value: `code of ${settings.embedding}, outer layers of ${settings.hidden} units, ${settings.epochs} epochs`,
      },
      {
        name: 'Normal windows',
        value: Object.entries(normalWindows)
          .map(([database, count]) => `${database} ${count}`)
          .join(', '),
      },
      durationFact(facts, 'min'),
    ],
    data: { study: 'sequence-autoencoder', outcome },
  };
}

const withLabels = 'trees with the kind';

function comparisonSection(tasks: readonly TaskOutcome[]): ReportSection {
  return {
    id: 'comparison',
    title: 'The best autoencoder less the best of each other sort',
    text: [
      'Both are chosen on the task itself, so neither has an advantage from the choice. An asterisk: the 95 % intervals of the two do not overlap.',
    ],
    content: [
      table({
        id: 'leads',
        caption: 'Difference of AUROC, 95 % interval over the same draws of patients',
        columns: [
          'Task',
          'Patients',
          'Autoencoder',
          ...(tasks[0]?.comparisons ?? []).map(({ sort }) => sort),
        ],
        rows: tasks.map((task) => [
          taskTitle(task),
          String(task.counts.patients),
          task.comparisons[0]?.autoencoder.replace('LSTM autoencoder: ', '') ?? '',
          ...task.comparisons.map(({ lead, isApart }) => `${intervalText(lead)}${isApart ? ' *' : ''}`),
        ]),
      }),
    ],
  };
}

function methodSection(task: TaskOutcome, index: number): ReportSection {
  const { positive, normal, patients } = task.counts;
  return {
    id: `task-${index}`,
    title: taskTitle(task),
    text: [`${positive} of ${patients} patients against ${normal} normal ones.`],
    content: [
      table({
        id: `methods-${index}`,
        caption: 'AUROC, 95 % interval over patients',
        columns: ['Method', 'AUROC'],
        rows: Object.entries(task.methods).map(([name, interval]) => [name, intervalText(interval)]),
      }),
    ],
  };
}
