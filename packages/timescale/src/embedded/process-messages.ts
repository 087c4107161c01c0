/** Message of the parent to the server's process. */
export interface StartMessage {
  readonly kind: 'start';
  readonly dataDir: string;
  readonly port: number;
  readonly password: string;
}

/** Messages of the server's process to its parent. */
export type ServerMessage =
  | { readonly kind: 'progress'; readonly step: string }
  | { readonly kind: 'ready'; readonly connectionString: string }
  | { readonly kind: 'failed'; readonly reason: string };
