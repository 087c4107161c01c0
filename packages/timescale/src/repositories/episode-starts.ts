/**
 * Changes that began an episode: as `alarmEpisodes` of the contracts has it, which a test compares.
 * @param alarmId SQL of the alarm's id
 */
export const episodeStarts = (alarmId: string): string => `(
  select change_number, time, stored_at from (
    select change_number, time, stored_at, state, actor, lag(state) over (order by change_number, stored_at) as before
    from alarm_event where alarm_event.alarm_id = ${alarmId} and (actor is null or state = 'resolved')
  ) as change
  where actor is null and state in ('active', 'acknowledged') and (before is null or before in ('latched', 'resolved')))`;
