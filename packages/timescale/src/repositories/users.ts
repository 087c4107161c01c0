import type { Role } from '@beatwatch/service-kit/session';
import { textColumn } from '../columns.ts';
import type { Query } from '../query.ts';
import type { User, UserRepository } from '../user-repository.ts';

interface UserRow {
  id: string;
  name: string;
  email: string;
  role: Role;
  wards: string[] | null;
  is_disabled: boolean;
  has_credential: boolean;
}

const columns = `id, name, email, role, wards, disabled_at is not null as is_disabled,
  exists (select from user_credential where user_id = user_account.id) as has_credential`;

const userOf = (row: UserRow): User => ({
  userId: row.id,
  name: row.name,
  email: row.email,
  role: row.role,
  ...(row.wards !== null && { wards: row.wards }),
  isDisabled: row.is_disabled,
  hasCredential: row.has_credential,
});

/** Administrators who can sign in. */
const ableAdministrators = `select id from user_account where role = 'administrator' and disabled_at is null
  and exists (select from user_credential where user_id = user_account.id)`;

export function userRepository(query: Query): UserRepository {
  const findBy = async (column: 'id' | 'email', value: string): Promise<User | undefined> => {
    const [row] = await query<UserRow>(
      `users.findBy ${column}`,
      `select ${columns} from user_account where ${column} = $1`,
      [value],
    );
    return row === undefined ? undefined : userOf(row);
  };
  const endSessions = async (userId: string): Promise<void> => {
    await query('users.endSessions', 'delete from user_session where user_id = $1', [userId]);
  };
  return {
    endSessions,

    async list() {
      const rows = await query<UserRow>(
        'users.list',
        `select ${columns} from user_account order by name, id`,
      );
      return rows.map(userOf);
    },

    find: (userId) => findBy('id', userId),
    findByEmail: (email) => findBy('email', email.toLowerCase()),

    async add({ userId, name, email, role, wards }) {
      const rows = await query<{ id: string }>(
        'users.add',
        `insert into user_account (id, name, email, role, wards) values ($1, $2, $3, $4, $5::text[])
         on conflict (email) do nothing returning id`,
        [userId, name, email.toLowerCase(), role, wards && textColumn(wards)],
      );
      return rows.length > 0;
    },

    async change(userId, { name, role, wards, isDisabled }) {
      if ((await findBy('id', userId)) === undefined) return 'unknown';
      const endsAdministration = isDisabled === true || (role !== undefined && role !== 'administrator');
      const rows = await query<{ id: string }>(
        'users.change',
        `update user_account set name = coalesce($2, name), role = coalesce($3, role),
           wards = case when $4 then $5::text[] else wards end,
           disabled_at = case when $6 then coalesce(disabled_at, clock_timestamp()) when $7 then null else disabled_at end,
           updated_at = clock_timestamp()
         where id = $1 and not ($8 and id in (${ableAdministrators})
           and not exists (${ableAdministrators} and id <> $1)) returning id`,
        [
          userId,
          name,
          role,
          wards !== undefined,
          wards === undefined || wards === 'all' ? undefined : textColumn(wards),
          isDisabled === true,
          isDisabled === false,
          endsAdministration,
        ],
      );
      if (rows.length === 0) return 'last-administrator';
      if (isDisabled === true) await endSessions(userId);
      return 'changed';
    },

    async makeLink({ userId, tokenSha256, madeBy, expiresAtMs }) {
      await query(
        'users.makeLink',
        `with ended as (delete from user_link where user_id = $2::text and used_at is null)
         insert into user_link (token_sha256, user_id, made_by, expires_at)
         values ($1, $2::text, $3, to_timestamp($4::float8 / 1000))`,
        [tokenSha256, userId, madeBy, expiresAtMs],
      );
    },

    async useLink(tokenSha256) {
      const [row] = await query<{ user_id: string }>(
        'users.useLink',
        `update user_link set used_at = clock_timestamp()
         where token_sha256 = $1 and used_at is null and expires_at > clock_timestamp()
           and user_id in (select id from user_account where disabled_at is null)
         returning user_id`,
        [tokenSha256],
      );
      return row?.user_id;
    },

    async hasAdministrator() {
      return (
        (await query<{ id: string }>('users.hasAdministrator', `${ableAdministrators} limit 1`)).length > 0
      );
    },

    async sessions(ids) {
      if (ids.length === 0) return [];
      const rows = await query<Pick<UserRow, 'name' | 'role' | 'wards'> & { id: string; user_id: string }>(
        'users.sessions',
        `select user_session.id, user_id, name, role, wards
         from user_session join user_account on user_account.id = user_id
         where user_session.id = any($1::text[]) and expires_at > clock_timestamp() and disabled_at is null`,
        [textColumn(ids)],
      );
      return rows.map(({ id, user_id: userId, name: userName, role, wards }) => ({
        id,
        userId,
        userName,
        role,
        ...(wards !== null && { wards }),
      }));
    },
  };
}
