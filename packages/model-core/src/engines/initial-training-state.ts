import { copyParameters, zerosLike, type Parameters } from '../autoencoders/parameters.ts';
import type { TrainingState } from './training-engine.ts';

/** State before the first step: both moments are zero. */
export function initialTrainingState(parameters: Parameters): TrainingState {
  return {
    parameters: copyParameters(parameters),
    firstMoments: zerosLike(parameters),
    secondMoments: zerosLike(parameters),
    step: 0,
  };
}
