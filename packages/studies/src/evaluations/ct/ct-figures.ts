import { mean } from '@beatwatch/statistics';
import type { BaselineName } from './baselines.ts';
import type { ImageFigures } from './judge-image.ts';

export type MethodName = 'noisy' | BaselineName | 'network';

/** One slice at one dose. */
export interface SliceFigures {
  readonly file: string;
  readonly patient: string;
  /** Standard deviation of the added noise, where the full-dose slice shows soft tissue. */
  readonly noiseSdHu: number;
  readonly methods: Readonly<Record<MethodName, ImageFigures>>;
}

/** Means over slices; figures of tissue and edges over the slices that have them. */
export interface MeanFigures {
  readonly softPsnrDb: number;
  readonly softSsim: number;
  readonly widePsnrDb: number;
  readonly wideSsim: number;
  /** Standard deviation of the difference to full dose in flat tissue. */
  readonly flatErrorSdHu: number;
  /** Standard deviation in flat tissue. */
  readonly flatSdHu: number;
  /** Share of the squared difference that shifts whole squares of tissue. */
  readonly flatBiasShare: number;
  /** Width of edges relative to the full-dose slice; 1 is as sharp. */
  readonly bodyEdgeRatio: number;
  readonly boneEdgeRatio: number;
}

export interface DoseFigures {
  readonly incidentPhotons: number;
  readonly slices: readonly SliceFigures[];
  readonly meanOverSlices: Readonly<Record<MethodName, MeanFigures>>;
  /** Each patient counts once, regardless of the number of slices. */
  readonly meanOverPatients: Readonly<Record<MethodName, MeanFigures>>;
  /** The baseline with the best mean PSNR in -160..240 HU. */
  readonly bestBaseline: BaselineName;
  /** The network's mean PSNR in -160..240 HU minus that of the best baseline. */
  readonly gainDb: number;
}

const measures: Readonly<Record<keyof MeanFigures, (figures: ImageFigures) => number | undefined>> = {
  softPsnrDb: ({ soft }) => soft.psnrDb,
  softSsim: ({ soft }) => soft.ssim,
  widePsnrDb: ({ wide }) => wide.psnrDb,
  wideSsim: ({ wide }) => wide.ssim,
  flatErrorSdHu: ({ flat }) => flat?.errorSdHu,
  flatSdHu: ({ flat }) => flat?.sdHu,
  flatBiasShare: ({ flat }) => flat?.biasShare,
  bodyEdgeRatio: ({ bodyEdge }) => bodyEdge?.ratio,
  boneEdgeRatio: ({ boneEdge }) => boneEdge?.ratio,
};

const baselineOrder: readonly BaselineName[] = [
  'median',
  'gaussian',
  'nonLocalMeans',
  'bm3d',
  'bm3dColoured',
];
export const methodOrder: readonly MethodName[] = ['noisy', ...baselineOrder, 'network'];

export function doseFigures(incidentPhotons: number, slices: readonly SliceFigures[]): DoseFigures {
  const patients = [...new Set(slices.map(({ patient }) => patient))];
  const means = (over: (method: MethodName, measure: keyof MeanFigures) => number) =>
    byMethod((method) => fromKeys(measureNames, (measure) => over(method, measure)));
  const ofSlices = (from: readonly SliceFigures[], method: MethodName, measure: keyof MeanFigures) =>
    meanOfKnown(from.map(({ methods }) => measures[measure](methods[method])));
  const meanOverSlices = means((method, measure) => ofSlices(slices, method, measure));
  const bestBaseline = baselineOrder.reduce((best, name) =>
    meanOverSlices[name].softPsnrDb > meanOverSlices[best].softPsnrDb ? name : best,
  );
  return {
    incidentPhotons,
    slices,
    meanOverSlices,
    meanOverPatients: means((method, measure) =>
      meanOfKnown(
        patients.map((patient) =>
          ofSlices(
            slices.filter((slice) => slice.patient === patient),
            method,
            measure,
          ),
        ),
      ),
    ),
    bestBaseline,
    gainDb: meanOverSlices.network.softPsnrDb - meanOverSlices[bestBaseline].softPsnrDb,
  };
}

const measureNames: readonly (keyof MeanFigures)[] = [
  'softPsnrDb',
  'softSsim',
  'widePsnrDb',
  'wideSsim',
  'flatErrorSdHu',
  'flatSdHu',
  'flatBiasShare',
  'bodyEdgeRatio',
  'boneEdgeRatio',
];

function byMethod<T>(value: (method: MethodName) => T): Record<MethodName, T> {
  return fromKeys(methodOrder, value);
}

function fromKeys<K extends string, T>(keys: readonly K[], value: (key: K) => T): Record<K, T> {
  return Object.fromEntries(keys.map((key) => [key, value(key)])) as Record<K, T>;
}

/** Mean of the defined values; NaN for none. */
function meanOfKnown(values: readonly (number | undefined)[]): number {
  return mean(values.filter((value) => value !== undefined && !Number.isNaN(value)) as number[]);
}
