/** What the parent tells the server's process. */
export interface StartMessage {
  readonly kind: 'start';
  readonly dataDir: string;
  readonly port: number;
  readonly password: string;
}

/** What the server's process tells its parent. */
export type ServerMessage =
  | { readonly kind: 'progress'; readonly step: string }
  | { readonly kind: 'ready'; readonly connectionString: string }
  | { readonly kind: 'failed'; readonly reason: string };
