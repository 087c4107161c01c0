import type { LstmAutoencoderArchitecture } from '../autoencoders/lstm-autoencoder.ts';
import type { Objective } from '../autoencoders/objective.ts';
import type { Parameters, Tensor } from '../autoencoders/parameters.ts';
import { exampleLosses } from '../engines/example-losses.ts';
import { exampleRuns } from '../engines/example-runs.ts';
import type {
  ExampleBatch,
  StepLosses,
  TrainingEngine,
  TrainingState,
  TrainingStepOptions,
} from '../engines/training-engine.ts';
import { adamInPlace, type AdamState } from '../training/adam-in-place.ts';
import { beatsFirst, networkGradients, runNetwork, stepsFirst, upload } from './lstm-network.ts';
import { penaltyTerm, reconstructionTerm, requireLstmObjective } from './lstm-objective.ts';
import { valueOf, weightsForTensorflow, weightsFromTensorflow } from './lstm-weights.ts';
import type { NativeOperators } from './native-operators.ts';

/** Beats processed at once when no gradient is needed; larger runs are no faster. */
const largestRun = 64;

/** Losses of one step, and gradients in TensorFlow's layout. */
interface StepResult extends StepLosses {
  readonly gradients: ReadonlyMap<string, Float32Array>;
}

/**
 * Trains the LSTM autoencoder with TensorFlow's operators. Weights and moments are arrays of this process; TensorFlow
 * holds copies of the weights only during a call.
 */
export class LstmTraining implements TrainingEngine {
  readonly name = 'tensorflow';
  readonly sampleCount: number;
  readonly #operators: NativeOperators;
  readonly #architecture: LstmAutoencoderArchitecture;
  readonly #objective: Objective;
  readonly #state: AdamState;
  #step: number;

  constructor(
    operators: NativeOperators,
    architecture: LstmAutoencoderArchitecture,
    objective: Objective,
    state: TrainingState,
  ) {
    requireLstmObjective(objective);
    this.sampleCount = architecture.sampleCount;
    this.#operators = operators;
    this.#architecture = architecture;
    this.#objective = objective;
    const converted = (parameters: Parameters) => weightsForTensorflow(architecture, parameters);
    this.#state = {
      weights: converted(state.parameters),
      firstMoments: converted(state.firstMoments),
      secondMoments: converted(state.secondMoments),
    };
    this.#step = state.step;
  }

  step(batch: ExampleBatch, options: TrainingStepOptions): Promise<StepLosses> {
    const { total, reconstruction, gradients } = this.#lossesAndGradients(batch);
    this.#step += 1;
    adamInPlace(this.#state, gradients, options, this.#step);
    return Promise.resolve({ total, reconstruction });
  }

  async losses({ inputs, targets, size }: ExampleBatch): Promise<Float64Array> {
    const outputs = await this.reconstruct(inputs, size);
    return exampleLosses(this.#objective.reconstruction, { outputs, targets, size });
  }

  reconstruct(inputs: Float32Array, size: number): Promise<Float32Array> {
    const reconstructions = new Float32Array(inputs.length);
    const operators = this.#operators;
    operators.scope(() => {
      const weights = upload(operators, this.#state.weights);
      for (const { first, count, examples } of exampleRuns(inputs, size, largestRun)) {
        operators.scope(() => {
          const { output } = runNetwork(operators, this.#architecture, weights, examples);
          reconstructions.set(beatsFirst(operators.read(output), count), first * this.sampleCount);
          return [];
        });
      }
      return [];
    });
    return Promise.resolve(reconstructions);
  }

  state(): Promise<TrainingState> {
    const copy = (tensors: AdamState['weights']) => weightsFromTensorflow(this.#architecture, tensors);
    return Promise.resolve({
      parameters: copy(this.#state.weights),
      firstMoments: copy(this.#state.firstMoments),
      secondMoments: copy(this.#state.secondMoments),
      step: this.#step,
    });
  }

  /** Gradients of the loss by the weights, in the layout of the model file. */
  gradients(batch: ExampleBatch): Parameters {
    const { gradients } = this.#lossesAndGradients(batch);
    const tensors = new Map<string, Tensor>();
    for (const [name, { shape }] of this.#state.weights)
      tensors.set(name, { shape, values: valueOf(gradients, name) });
    return weightsFromTensorflow(this.#architecture, tensors);
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }

  #lossesAndGradients({ inputs, targets, size }: ExampleBatch): StepResult {
    const operators = this.#operators;
    const losses = { total: 0, reconstruction: 0 };
    const gradients = new Map<string, Float32Array>();
    operators.scope(() => {
      const weights = upload(operators, this.#state.weights);
      const trace = runNetwork(operators, this.#architecture, weights, inputs);
      const targetRows = stepsFirst(targets, size);
      const reconstruction = reconstructionTerm(
        this.#objective,
        operators.read(trace.output),
        targetRows,
        size,
      );
      const penalty = penaltyTerm(this.#objective, () => operators.read(trace.code), size);
      losses.reconstruction = reconstruction.loss;
      losses.total = reconstruction.loss + (penalty?.loss ?? 0);
      const found = networkGradients(
        operators,
        trace,
        operators.tensor(reconstruction.gradient, trace.output.shape),
        penalty && operators.tensor(penalty.gradient, trace.code.shape),
      );
      for (const [name, gradient] of found) gradients.set(name, operators.read(gradient));
      return [];
    });
    return { ...losses, gradients };
  }
}
