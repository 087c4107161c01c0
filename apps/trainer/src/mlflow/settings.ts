import { z } from 'zod';

const serverVariable = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  context.addIssue({
    code: 'custom',
    message: 'expected the http:// or https:// address of an MLflow server',
  });
  return z.NEVER;
});

/** Variables that MLflow's own clients read too. */
export const mlflowVariables = {
  /** Address of an MLflow server. Without it nothing is sent. */
  MLFLOW_TRACKING_URI: serverVariable.optional(),
  MLFLOW_TRACKING_USERNAME: z.string().optional(),
  MLFLOW_TRACKING_PASSWORD: z.string().optional(),
  /** Sent as `Authorization: Bearer …` where no user is named. */
  MLFLOW_TRACKING_TOKEN: z.string().optional(),
  /** Experiment that the runs belong to. */
  MLFLOW_EXPERIMENT_NAME: z.string().default('beatwatch'),
};

export type MlflowVariables = z.output<z.ZodObject<typeof mlflowVariables>>;

/** Where runs and models are sent. */
export interface MlflowSettings {
  /** Without credentials, query and slash at its end. */
  readonly server: string;
  /** Value of the header of that name. */
  readonly authorization?: string;
  readonly experiment: string;
}

/** Undefined where no server is named. User and password go before a token, and those of a variable before those of the address. */
export function mlflowSettingsOf(variables: MlflowVariables): MlflowSettings | undefined {
  const {
    MLFLOW_TRACKING_URI: address,
    MLFLOW_TRACKING_TOKEN: token,
    MLFLOW_EXPERIMENT_NAME: experiment,
  } = variables;
  if (address === undefined) return undefined;
  const user = variables.MLFLOW_TRACKING_USERNAME ?? decodeURIComponent(address.username);
  const password = variables.MLFLOW_TRACKING_PASSWORD ?? decodeURIComponent(address.password);
  const server = `${address.origin}${address.pathname.replace(/\/+$/, '')}`;
  const authorization =
    user !== '' && password !== ''
      ? `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
      : token !== undefined
        ? `Bearer ${token}`
        : undefined;
  return { server, experiment, ...(authorization !== undefined && { authorization }) };
}
