import { databaseUrlVariable, integerVariable, parseConfig, type Environment } from '@beatwatch/service-kit';
import { z } from 'zod';

const schema = z.object({
  DATABASE_URL: databaseUrlVariable.optional(),
  /** As the browser sees it. Without it: the host of the page, with GATEWAY_PORT. */
  GATEWAY_URL: z.url({ protocol: /^https?$/, error: 'expected http://... or https://...' }).optional(),
  GATEWAY_PORT: integerVariable(1, 65_535).default(3001),
});

export type DashboardConfig = z.output<typeof schema>;

/** Read at each request, so that one build serves any installation. @throws ConfigError */
export const readConfig = (env: Environment): DashboardConfig => parseConfig(schema, env);
