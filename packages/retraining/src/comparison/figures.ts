import { areaUnderRoc } from '@beatwatch/model-core';
import { mean } from '@beatwatch/statistics';
import { binOf, equalShareEdges } from '../equal-share-bins.ts';
import type { JudgedBeat } from './judge-set.ts';

/** How well a model tells normal beats from others; each is a share, higher is better. */
export const figureNames = [
  'separation',
  'sensitivity',
  'specificity',
  'ventricularSensitivity',
  'ventricularSpecificity',
  'lossSeparation',
] as const;
export type FigureName = (typeof figureNames)[number];

export const figureTitles: Readonly<Record<FigureName, string>> = {
  separation: 'AUROC of the anomaly score',
  sensitivity: 'Sensitivity to anomalous beats',
  specificity: 'Specificity',
  ventricularSensitivity: 'Sensitivity to ventricular beats',
  ventricularSpecificity: 'Specificity of ventricular beats',
  lossSeparation: 'AUROC of the reconstruction loss, within patients, of beats that their form tells',
};

/** A difference of figures as people read it. */
export const signed = (value: number, decimals = 4): string =>
  `${value >= 0 ? '+' : '−'}${Math.abs(value).toFixed(decimals)}`;

/** Undefined where there are no beats of a kind. */
export type Figures = Readonly<Record<FigureName, number | undefined>>;

const binCount = 512;
/** Beats of each kind that a patient needs for a figure of their own. */
const fewestBeats = 10;

/** Counts of one unit of a bootstrap, from which the figures of any draw of units are made without sorting again. */
export interface UnitCounts {
  readonly score: Histogram;
  readonly loss: Histogram;
  /** AUROC of the reconstruction loss within the unit; undefined where one kind of beats is rarer than `fewestBeats`. */
  readonly lossArea: number | undefined;
  readonly flaggedAnomalous: number;
  readonly flaggedNormal: number;
  /** Beats of which it is known whether they are ventricular, and how many of them were called so. */
  readonly ventricular: CalledCounts;
  readonly others: CalledCounts;
}

interface CalledCounts {
  readonly beats: number;
  readonly called: number;
}

interface Histogram {
  /** `[bins]` */
  readonly normal: Uint32Array;
  readonly anomalous: Uint32Array;
}

/** @param units the judged beats of each unit */
export function countUnits(units: readonly (readonly JudgedBeat[])[]): readonly UnitCounts[] {
  const all = units.flat();
  const scoreEdges = equalShareEdges(
    all.map(({ score }) => score),
    binCount,
  );
  const lossEdges = equalShareEdges(
    all.map(({ loss }) => loss),
    binCount,
  );
  return units.map((beats) => ({
    score: histogramOf(beats, scoreEdges, ({ score }) => score),
    loss: histogramOf(
      beats.filter(({ normal, toldByForm }) => normal || toldByForm),
      lossEdges,
      ({ loss }) => loss,
    ),
    lossArea: areaWithin(beats),
    flaggedAnomalous: beats.filter(({ normal, flagged }) => !normal && flagged).length,
    flaggedNormal: beats.filter(({ normal, flagged }) => normal && flagged).length,
    ventricular: calledOf(beats, true),
    others: calledOf(beats, false),
  }));
}

function calledOf(beats: readonly JudgedBeat[], isVentricular: boolean): CalledCounts {
  const known = beats.filter(({ ventricular }) => ventricular === isVentricular);
  return {
    beats: known.length,
    called: known.filter(({ calledVentricular }) => calledVentricular).length,
  };
}

/**
 * Figures of all beats of these units together; a unit may come several times. The reconstruction loss, whose usual size is
 * different for every patient, is judged within each patient, who all count alike, or on all beats of the only one; and on
 * beats that their form tells, since an autoencoder sees nothing else.
 */
export function figuresOf(units: readonly UnitCounts[]): Figures {
  const score = sumOf(units.map((unit) => unit.score));
  const loss = sumOf(units.map((unit) => unit.loss));
  const [normals, anomalous] = [total(score.normal), total(score.anomalous)];
  const flagged = (name: 'flaggedAnomalous' | 'flaggedNormal'): number =>
    units.reduce((sum, unit) => sum + unit[name], 0);
  const within = units.flatMap(({ lossArea }) => lossArea ?? []);
  const hasBoth = normals > 0 && anomalous > 0;
  const calledShare = (name: 'ventricular' | 'others'): number | undefined => {
    const beats = units.reduce((sum, unit) => sum + unit[name].beats, 0);
    return beats === 0 ? undefined : units.reduce((sum, unit) => sum + unit[name].called, 0) / beats;
  };
  const calledOthers = calledShare('others');
  return {
    separation: hasBoth ? areaOf(score) : undefined,
    lossSeparation: within.length > 0 ? mean(within) : hasBoth ? areaOf(loss) : undefined,
    sensitivity: anomalous > 0 ? flagged('flaggedAnomalous') / anomalous : undefined,
    specificity: normals > 0 ? 1 - flagged('flaggedNormal') / normals : undefined,
    ventricularSensitivity: calledShare('ventricular'),
    ventricularSpecificity: calledOthers === undefined ? undefined : 1 - calledOthers,
  };
}

function areaWithin(beats: readonly JudgedBeat[]): number | undefined {
  const told = beats.filter(({ normal, toldByForm }) => normal || toldByForm);
  const normals = told.filter(({ normal }) => normal).length;
  if (Math.min(normals, told.length - normals) < fewestBeats) return undefined;
  return areaUnderRoc({
    scores: told.map(({ loss }) => loss),
    positive: told.map(({ normal }) => !normal),
  });
}

function histogramOf(
  beats: readonly JudgedBeat[],
  edges: Float64Array,
  valueOf: (beat: JudgedBeat) => number,
): Histogram {
  const counts = { normal: new Uint32Array(binCount), anomalous: new Uint32Array(binCount) };
  for (const beat of beats) {
    const bins = beat.normal ? counts.normal : counts.anomalous;
    const bin = binOf(edges, valueOf(beat));
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  return counts;
}

function sumOf(histograms: readonly Histogram[]): Histogram {
  const sum = { normal: new Uint32Array(binCount), anomalous: new Uint32Array(binCount) };
  for (const { normal, anomalous } of histograms) {
    for (let bin = 0; bin < binCount; bin += 1) {
      sum.normal[bin] = (sum.normal[bin] ?? 0) + (normal[bin] ?? 0);
      sum.anomalous[bin] = (sum.anomalous[bin] ?? 0) + (anomalous[bin] ?? 0);
    }
  }
  return sum;
}

const total = (bins: Uint32Array): number => bins.reduce((sum, count) => sum + count, 0);

/** Area under the ROC curve of binned scores; two beats of one bin count half. */
function areaOf({ normal, anomalous }: Histogram): number {
  let [below, wins] = [0, 0];
  for (let bin = 0; bin < binCount; bin += 1) {
    const [normals, others] = [normal[bin] ?? 0, anomalous[bin] ?? 0];
    wins += others * (below + normals / 2);
    below += normals;
  }
  return wins / (below * total(anomalous));
}
