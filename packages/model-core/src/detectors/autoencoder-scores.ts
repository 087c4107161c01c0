import { scoreWith, type TrainedFold } from './autoencoder-folds.ts';
import { mahalanobis } from './mahalanobis.ts';
import { pick, type OutlierScore } from './outlier-score.ts';

/** Results of the autoencoders for a list of beats. */
export interface AutoencoderScores {
  /** Sum of absolute errors over a beat's samples. */
  readonly losses: Float64Array;
  /** Mahalanobis distance of each beat's code from the codes of normal beats. */
  readonly codeDistances: Float64Array;
  /** One reconstruction per beat. */
  readonly reconstructions: readonly Float32Array[];
}

/** Ensemble of the autoencoders of all folds. */
export interface AutoencoderEnsemble {
  /** Scores of each normal beat by the autoencoder trained without it. */
  readonly heldOut: AutoencoderScores;
  /** Mean over all autoencoders; geometric for losses and distances. */
  score(beats: readonly Float32Array[]): Promise<AutoencoderScores>;
}

/** @param folds result of {@link trainFolds} for the same normal beats */
export async function autoencoderEnsemble(
  normals: readonly Float32Array[],
  folds: readonly TrainedFold[],
): Promise<AutoencoderEnsemble> {
  const members = await Promise.all(folds.map((fold) => ensembleMember(normals, fold)));
  const heldOut = {
    losses: new Float64Array(normals.length),
    codeDistances: new Float64Array(normals.length),
    reconstructions: normals.map((): Float32Array => new Float32Array(0)),
  };
  for (const [index, fold] of folds.entries()) {
    const scores = await members[index]?.(pick(normals, fold.heldOut));
    fold.heldOut.forEach((beat, position) => {
      heldOut.losses[beat] = scores?.losses[position] ?? Number.NaN;
      heldOut.codeDistances[beat] = scores?.codeDistances[position] ?? Number.NaN;
      heldOut.reconstructions[beat] = scores?.reconstructions[position] ?? new Float32Array(0);
    });
  }
  return {
    heldOut,
    score: async (beats) => {
      const all: AutoencoderScores[] = [];
      for (const member of members) all.push(await member(beats));
      return {
        losses: geometricMean(all.map(({ losses }) => losses)),
        codeDistances: geometricMean(all.map(({ codeDistances }) => codeDistances)),
        reconstructions: beats.map((beat, row) =>
          meanOf(
            all.flatMap(({ reconstructions }) => reconstructions[row] ?? []),
            beat.length,
          ),
        ),
      };
    },
  };
}

async function ensembleMember(normals: readonly Float32Array[], { model, train }: TrainedFold) {
  const seen = await scoreWith(model, pick(normals, train));
  const distance: OutlierScore = mahalanobis(rowsOf(seen.latents, train.length));
  return async (beats: readonly Float32Array[]): Promise<AutoencoderScores> => {
    const { losses, latents, reconstructions } = await scoreWith(model, beats);
    return {
      losses,
      codeDistances: distance(rowsOf(latents, beats.length)),
      reconstructions: rowsOf(reconstructions, beats.length),
    };
  };
}

function rowsOf(values: Float32Array, rows: number): Float32Array[] {
  const size = rows === 0 ? 0 : values.length / rows;
  return Array.from({ length: rows }, (_, row) => values.subarray(row * size, (row + 1) * size));
}

function geometricMean(all: readonly Float64Array[]): Float64Array {
  return Float64Array.from(all[0] ?? [], (_, at) =>
    Math.exp(all.reduce((sum, scores) => sum + Math.log(scores[at] ?? Number.NaN), 0) / all.length),
  );
}

function meanOf(rows: readonly Float32Array[], length: number): Float32Array {
  return Float32Array.from(
    { length },
    (_, at) => rows.reduce((sum, row) => sum + (row[at] ?? 0), 0) / rows.length,
  );
}
