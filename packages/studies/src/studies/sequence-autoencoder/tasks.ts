import type { Database } from './read-windows.ts';
import type { WindowKind } from './window-kind.ts';

/** Something to find among normal windows of a database, or of some together. */
export interface SequenceTask {
  readonly databases: readonly Database[];
  /** One kind, or several that are found together. */
  readonly kinds: readonly WindowKind[];
  /** Kinds that the trees without labels of it did not see: the kind and its like. */
  readonly withheld: readonly WindowKind[];
}

const ventricular: readonly WindowKind[] = [
  'ventricular beats',
  'ventricular run',
  'ventricular tachycardia',
  'ventricular fibrillation',
];

const task = (
  database: Database,
  kind: WindowKind,
  withheld: readonly WindowKind[] = [kind],
): SequenceTask => ({ databases: [database], kinds: [kind], withheld });

/** Every task that the databases allow: kinds that at least two patients have. */
export const tasks: readonly SequenceTask[] = [
  task('cinc2017-more', 'atrial fibrillation'),
  task('cinc2017-more', 'other rhythm'),
  task('cinc2017-more', 'noise'),
  task('cpsc2021', 'atrial fibrillation'),
  task('mitdb', 'atrial fibrillation'),
  task('mitdb', 'ventricular beats', ventricular),
  task('mitdb', 'ventricular run', ventricular),
  task('svdb', 'supraventricular beats', ['supraventricular beats', 'supraventricular tachycardia']),
  task('svdb', 'ventricular beats', ventricular),
  task('svdb', 'ventricular run', ventricular),
  task('vfdb', 'ventricular tachycardia', ventricular),
  task('vfdb', 'ventricular fibrillation', ventricular),
  task('vfdb', 'supraventricular tachycardia', ['supraventricular beats', 'supraventricular tachycardia']),
  task('vfdb', 'noise'),
  task('cudb', 'ventricular fibrillation', ventricular),
  {
    databases: ['vfdb', 'cudb'],
    kinds: ['ventricular tachycardia', 'ventricular fibrillation'],
    withheld: ventricular,
  },
];

/** A name for people. */
export const taskTitle = ({ kinds, databases }: Pick<SequenceTask, 'kinds' | 'databases'>): string =>
  `${kinds.join(' or ')}, ${databases.join(' and ')}`;

/** Databases whose normal windows are trained on, unless they are judged. */
export const trainedDatabases: readonly Database[] = ['cinc2017-more', 'mitdb', 'svdb', 'qtdb'];

/** Each training, with what it judges: no database is judged by what was trained on it. */
export const judgedTogether: readonly (readonly Database[])[] = [
  ['vfdb', 'cudb', 'cpsc2021'],
  ['svdb'],
  ['mitdb'],
  ['cinc2017-more'],
];
