import {
  commonVariables,
  databaseUrlVariable,
  integerVariable,
  parseConfig,
  secretVariable,
  wardQuietDaysVariable,
  type Environment,
} from '@beatwatch/service-kit';
import { z } from 'zod';
import { singleSignOnVariables } from './sign-in/single-sign-on-config.ts';

export const dashboardConfigSchema = z.object({
  ...commonVariables,
  PORT: integerVariable(0, 65_535).default(3000),
  /** Address to listen on. Default: reachable from this machine only. */
  DASHBOARD_HOST: z.string().default('127.0.0.1'),
  DATABASE_URL: databaseUrlVariable.optional(),
  BEATWATCH_SECRET: secretVariable,
  /**
   * `required`: people sign in. `demo`: whoever opens a page is an administrator, and every page says so.
   */
  SIGN_IN: z.enum(['required', 'demo']).default('required'),
  /** Days after which a browser that is not used has to sign in again. */
  SESSION_DAYS: integerVariable(1, 365).default(7),
  /** Days for which it is kept who saw and did what. */
  RETENTION_AUDIT_DAYS: integerVariable(1, 36_500).default(1095),
  /** The pages' address as browsers see it; single sign-on comes back there. */
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'expected http://... or https://...' }).optional(),
  ...singleSignOnVariables,
  WARD_QUIET_DAYS: wardQuietDaysVariable,
  /**
   * As the browser sees it; `same-origin` where a proxy serves it under the page's own. Without it: the host of the page,
   * with GATEWAY_PORT.
   */
  GATEWAY_URL: z
    .union(
      [z.literal('same-origin'), z.url({ protocol: /^https?$/ })],
      'expected same-origin, http://... or https://...',
    )
    .optional(),
  /** As this server sees it, for `/readyz`. Default: GATEWAY_URL, or GATEWAY_PORT on this machine. */
  GATEWAY_INTERNAL_URL: z
    .url({ protocol: /^https?$/, error: 'expected http://... or https://...' })
    .optional(),
  GATEWAY_PORT: integerVariable(1, 65_535).default(3001),
  /** Which build serves the pages; set by the server itself. */
  BEATWATCH_BUILD_ID: z.string().optional(),
});

export type DashboardConfig = z.output<typeof dashboardConfigSchema>;

/**
 * Read at each request, so that one build serves any installation.
 * @throws ConfigError naming every wrong variable with its rule
 */
export const readConfig = (env: Environment): DashboardConfig => parseConfig(dashboardConfigSchema, env);
