/** A message that is being filled in. */
export type Writable<Message> = { -readonly [Field in keyof Message]: Message[Field] };
