import { copyParameters, zerosLike, type Parameters } from '../autoencoders/parameters.ts';
import type { TrainingState } from './training-engine.ts';

/** State of a run that has not begun: both moments zero. */
export function initialTrainingState(parameters: Parameters): TrainingState {
  return {
    parameters: copyParameters(parameters),
    firstMoments: zerosLike(parameters),
    secondMoments: zerosLike(parameters),
    step: 0,
  };
}
