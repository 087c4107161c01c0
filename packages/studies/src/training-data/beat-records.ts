import lists from './beat-records.json' with { type: 'json' };

/** A record that the models of beats are trained on. */
export interface BeatRecord {
  /** Folder of its data set. */
  readonly dataSet: string;
  readonly name: string;
  /** Number of the part of the patients that it belongs to, from 0; a patient's records have the same. */
  readonly fold: number;
}

/** Data set of recordings that are known to be of normal rhythm, without annotated beats. */
export const normalRhythmDataSet = 'cinc2017-more';

/** All records, in order. */
export const beatRecords: readonly BeatRecord[] = lists.folds.flatMap((keys, fold) =>
  keys.map((key) => {
    const [dataSet = '', name = ''] = key.split('/');
    return { dataSet, name, fold };
  }),
);

/** A record's name in model files. */
export const beatRecordKey = ({ dataSet, name }: Pick<BeatRecord, 'dataSet' | 'name'>): string =>
  `${dataSet}/${name}`;

/** Records that a model is trained without, so that it can judge them. */
export interface HeldOutPart {
  /** Name of the model's folder. */
  readonly name: string;
  readonly holdsOut: (record: Pick<BeatRecord, 'dataSet' | 'fold'>) => boolean;
}

/** Data sets that figures are also given for by a model that has seen nothing of them. */
export const heldOutDataSets = ['mitdb', 'svdb'] as const;

/** Parts of the patients, each held out once. */
export const patientParts: readonly HeldOutPart[] = lists.folds.map((_, fold) => ({
  name: String(fold),
  holdsOut: (record) => record.fold === fold,
}));

/** Whole data sets, each held out once. */
export const dataSetParts: readonly HeldOutPart[] = heldOutDataSets.map((dataSet) => ({
  name: `without-${dataSet}`,
  holdsOut: (record) => record.dataSet === dataSet,
}));
