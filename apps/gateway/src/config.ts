import {
  brokersVariable,
  commonVariables,
  databaseUrlVariable,
  integerVariable,
  secretVariable,
  wardQuietDaysVariable,
} from '@beatwatch/service-kit';
import { z } from 'zod';

export const gatewayConfigSchema = z.object({
  ...commonVariables,
  KAFKA_BROKERS: brokersVariable,
  /** Without it: no alarms from before the start, and rooms of wards stay empty. */
  DATABASE_URL: databaseUrlVariable.optional(),
  GATEWAY_HOST: z.string().default('127.0.0.1'),
  GATEWAY_PORT: integerVariable(0, 65_535).default(3001),
  BEATWATCH_SECRET: secretVariable,
  /** Port of this machine whose pages may connect. */
  DASHBOARD_PORT: integerVariable(1, 65_535).default(3000),
  WARD_QUIET_DAYS: wardQuietDaysVariable,
  GATEWAY_TICK_MS: integerVariable(20, 1000).default(100),
  GATEWAY_REPLAY_SECONDS: integerVariable(1, 60).default(10),
  GATEWAY_HEALTH_PORT: integerVariable(0, 65_535).default(9101),
});
