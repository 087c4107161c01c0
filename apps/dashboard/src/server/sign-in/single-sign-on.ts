import { randomBytes } from 'node:crypto';
import { parseUserName, roles, type Role } from '@beatwatch/service-kit/session';
import type { Repositories } from '@beatwatch/timescale';
import { APIError } from 'better-auth/api';
import type { GenericOAuthConfig } from 'better-auth/plugins';

/** As better-auth calls the provider: part of the address that it sends browsers back to. */
export const providerId = 'oidc';

/** A provider of OpenID Connect, and what its claims mean here. */
export interface SingleSignOn {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The claim with the groups of a user. */
  readonly roleClaim: string;
  /** Which group has which role. */
  readonly roles: ReadonlyMap<string, Role>;
  /** The claim with the wards that a user may see. Default: all. */
  readonly wardsClaim?: string;
}

type Profile = Readonly<Record<string, unknown>>;

/**
 * The highest role of the user's groups.
 * @returns undefined where none of them has a role
 */
function roleOfClaims(profile: Profile, { roleClaim, roles: byGroup }: SingleSignOn): Role | undefined {
  const granted = textsOf(profile[roleClaim]).flatMap((group) => byGroup.get(group) ?? []);
  return roles.findLast((role) => granted.includes(role));
}

const wardsOfClaims = (profile: Profile, { wardsClaim }: SingleSignOn): readonly string[] | undefined =>
  wardsClaim === undefined ? undefined : textsOf(profile[wardsClaim]);

const textsOf = (claim: unknown): string[] =>
  [claim].flat().filter((value): value is string => typeof value === 'string');

const refused = (reason: string): APIError =>
  new APIError('FORBIDDEN', { message: `Not signed in: ${reason}.` });

/** The provider as better-auth wants it; a user is made known here, with role and wards, before better-auth looks for him. */
export function providerConfig(
  provider: SingleSignOn,
  users: Repositories['users'],
): GenericOAuthConfig<typeof providerId> {
  const { issuer, clientId, clientSecret } = provider;
  return {
    providerId,
    clientId,
    clientSecret,
    discoveryUrl: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
    requireIdTokenVerification: true,
    scopes: ['openid', 'profile', 'email'],
    disableSignUp: true,
    mapProfileToUser: async (profile) => {
      const { email } = profile;
      const role = roleOfClaims(profile, provider);
      if (typeof email !== 'string') throw refused('the provider names no e-mail address');
      const known = await users.findByEmail(email);
      if (role === undefined) {
        if (known !== undefined) await users.endSessions(known.userId);
        throw refused('none of your groups has a role here');
      }
      if (known?.isDisabled === true) throw refused('an administrator has disabled your account');
      const wards = wardsOfClaims(profile, provider);
      const name = parseUserName(profile.name) ?? parseUserName(email.split('@')[0]) ?? 'staff';
      if (known === undefined) {
        const userId = randomBytes(16).toString('hex');
        await users.add({ userId, name, email, role, ...(wards !== undefined && { wards }) });
      } else {
        await users.change(known.userId, { name, role, wards: wards ?? 'all' });
      }
      return { name, email };
    },
  };
}
