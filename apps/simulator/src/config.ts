import { brokersVariable, commonVariables, integerVariable, numberVariable } from '@beatwatch/service-kit';
import { z } from 'zod';

export const simulatorConfigSchema = z.object({
  ...commonVariables,
  KAFKA_BROKERS: brokersVariable,
  /** Simulated time per real time. */
  SIMULATOR_SPEED: numberVariable(0.01, 1000).default(1),
  SIMULATOR_PACKET_MS: integerVariable(10, 10_000).default(300),
  SIMULATOR_SAMPLING_RATE_HZ: integerVariable(50, 2000).default(250),
  /** Lead of the demo patients: `V2` for ECG5000's model, which was trained on no other. */
  SIMULATOR_LEAD: z.enum(['II', 'V2']).default('II'),
  SIMULATOR_HEALTH_PORT: integerVariable(0, 65_535).default(9104),
});
