/** Fields of stored data whose shape is known from its version alone. */
export type Fields = Readonly<Record<string, unknown>>;

export const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};

/** A snapshot with the streams of its live and its late signal changed. */
function withStreams({ live, late, ...rest }: Fields, change: (stream: Fields) => Fields): Fields {
  return {
    ...rest,
    live: change(fieldsOf(live)),
    late:
      late === undefined
        ? undefined
        : { ...fieldsOf(late), stream: change(fieldsOf(fieldsOf(late)['stream'])) },
  };
}

/** A snapshot with the segments of its live and its late signal changed, where one is in progress. */
export const withSegments = (snapshot: Fields, change: (segment: Fields) => Fields): Fields =>
  withStreams(snapshot, ({ segment, ...stream }) => ({
    ...stream,
    segment: segment === undefined ? undefined : change(fieldsOf(segment)),
  }));
