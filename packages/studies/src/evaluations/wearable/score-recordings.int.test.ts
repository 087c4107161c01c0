import { dirname } from 'node:path';
import { expect, it } from 'vitest';
import { referenceFile } from '../../../../../test/stack/reference-data.ts';
import { withEvaluationModels } from '../../live-path/evaluation-models.ts';
import { scoreRecordings } from './score-recordings.ts';

it('does not call the bradycardia of a heart at rest false that truly beats below 40 a minute', async (context) => {
  const folder = dirname(referenceFile(context, 'lead1', 'subject_437.csv'));
  const { evaluation } = await withEvaluationModels(undefined, (models) =>
    scoreRecordings({ folder, only: ['437'] }, models),
  );
  expect(evaluation.records['437-01']?.clinicalAlarms).toEqual({ 'extreme-bradycardia': 1 });
  expect(evaluation.pooled.normalFalselySounding).toBeLessThan(evaluation.pooled.normalSounding);
});
