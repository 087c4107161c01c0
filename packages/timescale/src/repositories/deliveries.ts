import type { AlarmId, AlarmPriority, AlarmState, PatientId } from '@beatwatch/contracts';
import { int4Column, textColumn } from '../columns.ts';
import type { DeliveryRepository, DeliveryState, StoredDelivery } from '../delivery-repository.ts';
import type { Query } from '../query.ts';

interface DeliveryRow {
  delivery_id: string;
  receiver: string;
  alarm_id: AlarmId;
  patient_id: PatientId;
  change: unknown;
  state: DeliveryState;
  attempts: number;
  waiting_since_us: number;
  next_attempt_us: number;
  ended_us: number | null;
  failure: string | null;
}

interface SurroundingsRow {
  ward: string | null;
  bed: string | null;
  state: AlarmState | null;
  priority: AlarmPriority | null;
  escalated: boolean | null;
}

interface SummaryRow {
  receiver: string;
  waiting: number;
  dead: number;
  oldest_waiting_us: number | null;
  last_delivered_us: number | null;
}

const deliveryColumns = `delivery_id, receiver, alarm_id, patient_id, change, state, attempts,
  epoch_us(waiting_since) as waiting_since_us, epoch_us(next_attempt_at) as next_attempt_us,
  epoch_us(ended_at) as ended_us, failure`;

const deliveryOf = (row: DeliveryRow): StoredDelivery => ({
  deliveryId: row.delivery_id,
  receiver: row.receiver,
  alarmId: row.alarm_id,
  patientId: row.patient_id,
  change: row.change,
  state: row.state,
  attempts: row.attempts,
  waitingSinceUs: row.waiting_since_us,
  ...(row.state === 'waiting' && { nextAttemptUs: row.next_attempt_us }),
  ...(row.ended_us !== null && { endedUs: row.ended_us }),
  ...(row.failure !== null && { failure: row.failure }),
});

/** A parameter in milliseconds as an interval. */
const ms = (parameter: string): string => `${parameter}::float8 * interval '1 ms'`;

export function deliveryRepository(query: Query): DeliveryRepository {
  return {
    async surroundings(events) {
      if (events.length === 0) return [];
      const rows = await query<SurroundingsRow>(
        'deliveries.surroundings',
        `select patient.ward, patient.bed, previous.state, previous.priority, previous.escalated
         from unnest($1::text[], $2::text[], $3::int4[]) with ordinality
           as event (alarm_id, patient_id, change_number, place)
         left join patient on patient.patient_id = event.patient_id
         left join lateral (
           select state, priority, escalated from alarm_event as earlier
           where earlier.alarm_id = event.alarm_id and earlier.change_number < event.change_number
           order by change_number desc, stored_at desc limit 1) as previous on true
         order by event.place`,
        [
          textColumn(events.map(({ alarmId }) => alarmId)),
          textColumn(events.map(({ patientId }) => patientId)),
          int4Column(events.map(({ changeNumber }) => changeNumber)),
        ],
      );
      return rows.map(({ ward, bed, state, priority, escalated }) => ({
        ...(ward !== null && { ward }),
        ...(bed !== null && { bed }),
        ...(state !== null &&
          priority !== null && {
            previous: { state, priority, ...(escalated === true && { escalated }) },
          }),
      }));
    },

    async add(deliveries) {
      if (deliveries.length === 0) return 0;
      const rows = await query<{ delivery_id: string }>(
        'deliveries.add',
        `insert into delivery (delivery_id, receiver, alarm_id, patient_id, change)
         select delivery_id, receiver, alarm_id, patient_id, change::jsonb
         from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) with ordinality
           as new (delivery_id, receiver, alarm_id, patient_id, change, place)
         order by place
         on conflict do nothing returning delivery_id`,
        [
          textColumn(deliveries.map(({ deliveryId }) => deliveryId)),
          textColumn(deliveries.map(({ receiver }) => receiver)),
          textColumn(deliveries.map(({ alarmId }) => alarmId)),
          textColumn(deliveries.map(({ patientId }) => patientId)),
          textColumn(deliveries.map(({ change }) => JSON.stringify(change))),
        ],
      );
      return rows.length;
    },

    async hold({ receiver, holder, holdMs }) {
      const rows = await query<{ holder: string }>(
        'deliveries.hold',
        `insert into delivery_receiver (receiver, holder, held_until)
         values ($1, $2, clock_timestamp() + ${ms('$3')})
         on conflict (receiver) do update set holder = excluded.holder, held_until = excluded.held_until
         where delivery_receiver.holder = excluded.holder or delivery_receiver.held_until < clock_timestamp()
         returning holder`,
        [receiver, holder, holdMs],
      );
      return rows.length === 1;
    },

    async release(holder) {
      await query('deliveries.release', 'delete from delivery_receiver where holder = $1', [holder]);
    },

    async due({ receiver, except, limit }) {
      const rows = await query<DeliveryRow>(
        'deliveries.due',
        `select ${deliveryColumns} from (
           select distinct on (alarm_id) * from delivery where receiver = $1 and state = 'waiting'
           order by alarm_id, place) as oldest
         where next_attempt_at <= clock_timestamp() and alarm_id <> all ($2::text[])
         order by next_attempt_at, place limit $3`,
        [receiver, textColumn(except), limit],
      );
      return rows.map(deliveryOf);
    },

    async delivered(deliveryId) {
      await query(
        'deliveries.delivered',
        `update delivery set state = 'delivered', attempts = attempts + 1, ended_at = clock_timestamp(), failure = null
         where delivery_id = $1 and state = 'waiting'`,
        [deliveryId],
      );
    },

    async failed(deliveryId, failure, nextInMs) {
      await query(
        'deliveries.failed',
        `update delivery set attempts = attempts + 1, failure = $2,
           next_attempt_at = clock_timestamp() + ${ms('coalesce($3, 0)')},
           state = case when $3::float8 is null then 'dead' else state end,
           ended_at = case when $3::float8 is null then clock_timestamp() end
         where delivery_id = $1 and state = 'waiting'`,
        [deliveryId, failure, nextInMs],
      );
    },

    async giveUp(waitedMs) {
      const rows = await query<{ delivery_id: string }>(
        'deliveries.giveUp',
        `update delivery set state = 'dead', ended_at = clock_timestamp(), failure = coalesce(failure, 'never attempted')
         where state = 'waiting' and waiting_since < clock_timestamp() - ${ms('$1')} returning delivery_id`,
        [waitedMs],
      );
      return rows.length;
    },

    async forget({ deliveredMs, deadMs }) {
      const rows = await query<{ delivery_id: string }>(
        'deliveries.forget',
        `delete from delivery
         where (state = 'delivered' and ended_at < clock_timestamp() - ${ms('$1')}
             or state = 'dead' and ended_at < clock_timestamp() - ${ms('$2')})
           and alarm_id not in (select alarm_id from alarm where state <> 'resolved')
         returning delivery_id`,
        [deliveredMs, deadMs],
      );
      return rows.length;
    },

    async list({ receiver, state, limit }) {
      const rows = await query<DeliveryRow>(
        'deliveries.list',
        `select ${deliveryColumns} from delivery
         where ($1::text is null or receiver = $1) and ($2::text is null or state = $2)
         order by place desc limit $3`,
        [receiver, state, limit],
      );
      return rows.map(deliveryOf);
    },

    async summaries() {
      const rows = await query<SummaryRow>(
        'deliveries.summaries',
        `select receiver, count(*) filter (where state = 'waiting') as waiting,
           count(*) filter (where state = 'dead') as dead,
           epoch_us(min(waiting_since) filter (where state = 'waiting')) as oldest_waiting_us,
           epoch_us(max(ended_at) filter (where state = 'delivered')) as last_delivered_us
         from delivery group by receiver order by receiver`,
      );
      return rows.map((row) => ({
        receiver: row.receiver,
        waiting: row.waiting,
        dead: row.dead,
        ...(row.oldest_waiting_us !== null && { oldestWaitingUs: row.oldest_waiting_us }),
        ...(row.last_delivered_us !== null && { lastDeliveredUs: row.last_delivered_us }),
      }));
    },

    async sendAgain(which) {
      const again = `update delivery set state = 'waiting', attempts = 0, waiting_since = clock_timestamp(),
        next_attempt_at = clock_timestamp(), ended_at = null`;
      const rows = await ('deliveryIds' in which
        ? query<{ delivery_id: string }>(
            'deliveries.sendAgain',
            `${again} where delivery_id = any ($1::text[]) and state <> 'waiting' returning delivery_id`,
            [textColumn(which.deliveryIds)],
          )
        : query<{ delivery_id: string }>(
            'deliveries.sendAgain',
            `${again} where state = 'dead' and ($1::text is null or receiver = $1) returning delivery_id`,
            [which.deadOf],
          ));
      return rows.map((row) => row.delivery_id);
    },
  };
}
