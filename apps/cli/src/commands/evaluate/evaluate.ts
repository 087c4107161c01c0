import type { Command } from 'commander';
import { addAlarmEvaluation } from './alarms.ts';
import { addBeatEvaluation } from './beats.ts';
import { addCtEvaluation } from './ct.ts';
import { addEcg5000Evaluation } from './ecg5000.ts';
import { addEverythingEvaluation } from './everything.ts';
import { addFibrillationEvaluation } from './vf.ts';
import { addRPeakEvaluation } from './rpeaks.ts';
import { addWearableEvaluation } from './wearable.ts';

/** `beatwatch evaluate ...`: figures of models and of the live path, on recordings and images they were not trained on. */
export function addEvaluate(program: Command): void {
  const evaluate = program
    .command('evaluate')
    .description('judge models, R peaks, alarms and denoising on unseen recordings and images');
  addEcg5000Evaluation(evaluate);
  addRPeakEvaluation(evaluate);
  addBeatEvaluation(evaluate);
  addAlarmEvaluation(evaluate);
  addFibrillationEvaluation(evaluate);
  addWearableEvaluation(evaluate);
  addEverythingEvaluation(evaluate);
  addCtEvaluation(evaluate);
}
