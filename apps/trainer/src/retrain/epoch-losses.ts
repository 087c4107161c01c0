import type { EpochLosses } from '../jobs/retrain-job.ts';

/** What jobs report and keep of an epoch. */
export const lossesOf = ({ epoch, trainLoss, validationLoss }: EpochLosses): EpochLosses => ({
  epoch,
  trainLoss,
  ...(validationLoss !== undefined && { validationLoss }),
});
