/** What keeps the extension from asking a tracking server, or makes the answer doubtful. */
export type Hindrance =
  | { readonly kind: 'untrusted' }
  /** No address is set. `named`: the origin that the output names. */
  | { readonly kind: 'nowhere'; readonly named: string | undefined }
  /** The server of the settings did not help, and the output names another one. */
  | {
      readonly kind: 'elsewhere';
      readonly named: string;
      readonly asked: string;
    }
  | { readonly kind: 'stranger'; readonly asked: string };

/** The name of the setting that holds the address. */
export const SETTING = 'spanbook.trackingUri';

/** In plain words. */
export function wordsOf(hindrance: Hindrance): string {
  switch (hindrance.kind) {
    case 'untrusted':
      return 'This workspace is not trusted, so nothing is asked of a tracking server.';
    case 'nowhere':
      return hindrance.named === undefined
        ? `No MLflow tracking server is known: set "${SETTING}" to its address, or MLFLOW_TRACKING_URI before VS Code starts.`
        : `No MLflow tracking server is known. This output names ${hindrance.named}: if you know that server, set "${SETTING}" to it.`;
    case 'elsewhere':
      return `This output names ${hindrance.named}, and "${SETTING}" is ${hindrance.asked}.`;
    case 'stranger':
      return `${hindrance.asked} wants to know who you are: run "Spanbook: Set Credentials for the Tracking Server".`;
  }
}
