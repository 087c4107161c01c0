/** One running part of the stack. */
export interface Part {
  readonly name: string;
  /** The process it runs in now. */
  readonly pid: number;
  readonly metricsUrl?: string;
  stop(): Promise<void>;
}
