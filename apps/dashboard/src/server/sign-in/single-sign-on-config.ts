import { roles, type Role } from '@beatwatch/service-kit/session';
import { ConfigError } from '@beatwatch/service-kit';
import { z } from 'zod';
import type { SingleSignOn } from './single-sign-on.ts';

const role = z.enum(roles);

/** `group=role`, several separated by commas. */
const rolesVariable = z.string().transform((text, context): ReadonlyMap<string, Role> => {
  const byGroup = new Map<string, Role>();
  for (const pair of text.split(',')) {
    const at = pair.lastIndexOf('=');
    const parsed = role.safeParse(pair.slice(at + 1).trim());
    if (at < 1 || !parsed.success) {
      context.addIssue({ code: 'custom', message: `expected group=role, with ${roles.join(', ')}` });
      return z.NEVER;
    }
    byGroup.set(pair.slice(0, at).trim(), parsed.data);
  }
  return byGroup;
});

export const singleSignOnVariables = {
  /** Of a provider of OpenID Connect; without it there is no single sign-on. */
  OIDC_ISSUER: z.url({ protocol: /^https?$/, error: 'expected http://... or https://...' }).optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  /** The claim with a user's groups. */
  OIDC_ROLE_CLAIM: z.string().default('groups'),
  /** What the groups may do: `nurses=clinician,students=viewer`. */
  OIDC_ROLES: rolesVariable.optional(),
  /** The claim with the wards that a user may see. Without it: all. */
  OIDC_WARDS_CLAIM: z.string().optional(),
};

type Variables = z.output<z.ZodObject<typeof singleSignOnVariables>>;

/** @throws ConfigError where a part of it is missing */
export function singleSignOnOf(config: Variables): SingleSignOn | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = config;
  const { OIDC_ROLES: byGroup, OIDC_ROLE_CLAIM: roleClaim, OIDC_WARDS_CLAIM: wardsClaim } = config;
  if (issuer === undefined) return undefined;
  if (clientId === undefined || clientSecret === undefined || byGroup === undefined) {
    throw new ConfigError(
      'configuration: OIDC_ISSUER needs OIDC_CLIENT_ID, OIDC_CLIENT_SECRET and OIDC_ROLES beside it',
      { code: 'invalid-environment' },
    );
  }
  return {
    issuer,
    clientId,
    clientSecret,
    roleClaim,
    roles: byGroup,
    ...(wardsClaim !== undefined && { wardsClaim }),
  };
}
