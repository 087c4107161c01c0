import { ConfigError, parseConfig } from '@beatwatch/service-kit';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { mlflowSettingsOf, mlflowVariables } from './settings.ts';

const schema = z.object(mlflowVariables);
const settingsOf = (env: Readonly<Record<string, string>>) => mlflowSettingsOf(parseConfig(schema, env));
const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;
const uri = { MLFLOW_TRACKING_URI: 'https://mlflow.example/team/' };

it('are read as MLflow reads them: a user and a password go before a token', () => {
  expect(settingsOf({})).toBeUndefined();
  expect(settingsOf(uri)).toEqual({ server: 'https://mlflow.example/team', experiment: 'beatwatch' });
  const token = { ...uri, MLFLOW_TRACKING_TOKEN: 'abc', MLFLOW_EXPERIMENT_NAME: 'ward 3' };
  expect(settingsOf(token)).toMatchObject({ authorization: 'Bearer abc', experiment: 'ward 3' });
  const user = { ...token, MLFLOW_TRACKING_USERNAME: 'ann', MLFLOW_TRACKING_PASSWORD: 'p:w' };
  expect(settingsOf(user)?.authorization).toBe(basic('ann:p:w'));
  // Half a pair does not count.
  expect(settingsOf({ ...token, MLFLOW_TRACKING_USERNAME: 'ann' })?.authorization).toBe('Bearer abc');
});

it('take user and password out of the address', () => {
  expect(settingsOf({ MLFLOW_TRACKING_URI: 'http://bob:s%20t@127.0.0.1:5000' })).toEqual({
    server: 'http://127.0.0.1:5000',
    experiment: 'beatwatch',
    authorization: basic('bob:s t'),
  });
});

it.each(['databricks', 'sqlite:///mlflow.db', 'file:///tmp/mlruns'])('refuse %s', (address) => {
  const read = () => settingsOf({ MLFLOW_TRACKING_URI: address });
  expect(read).toThrow(ConfigError);
  expect(read).toThrow('MLFLOW_TRACKING_URI: expected the http:// or https:// address of an MLflow server');
});
