import { BeatwatchError, type Beat } from '@beatwatch/contracts';

type ScorerErrorCode = 'wrong-preprocessing';

class ScorerError extends BeatwatchError<ScorerErrorCode> {}

/** @throws ScorerError where the beat was made in a way that the model does not know */
export function checkPreprocessing(beat: Beat, expected: string): Beat {
  if (beat.preprocessing === expected) return beat;
  throw new ScorerError(
    `preprocessing: found ${JSON.stringify(beat.preprocessing)}, expected ${JSON.stringify(expected)}, which the model was trained on`,
    { code: 'wrong-preprocessing', context: { field: 'preprocessing' } },
  );
}
