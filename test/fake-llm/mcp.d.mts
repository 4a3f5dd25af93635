/** A server of the Model Context Protocol with the tool `get_weather`, over HTTP. */
export function startFakeMcp(): Promise<{
  readonly url: string;
  readonly close: () => Promise<void>;
}>;
