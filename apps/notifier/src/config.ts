import {
  brokersVariable,
  commonVariables,
  databaseUrlVariable,
  deliveryHoursVariable,
  integerVariable,
} from '@beatwatch/service-kit';
import { z } from 'zod';

export const notifierConfigSchema = z.object({
  ...commonVariables,
  KAFKA_BROKERS: brokersVariable,
  DATABASE_URL: databaseUrlVariable,
  /** JSON file of the receivers (docs/notifications.md). It holds secrets: let its owner alone read it. */
  NOTIFIER_RECEIVERS_FILE: z.string(),
  NOTIFIER_GIVE_UP_AFTER_H: deliveryHoursVariable,
  NOTIFIER_HEALTH_PORT: integerVariable(0, 65_535).default(9106),
});
