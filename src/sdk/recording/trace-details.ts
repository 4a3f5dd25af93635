import type { JsonText, TraceState } from '../../bundle/types';

/** What is said of a trace as a whole while it is made; sent with it. */
export class TraceDetails {
  readonly tags = new Map<string, string>();
  readonly metadata = new Map<string, string>();
  /** MLflow assessments, each the JSON text of one object. */
  readonly assessments: JsonText[] = [];
  clientRequestId: string | undefined;
  requestPreview: string | undefined;
  responsePreview: string | undefined;
  /** Set by the user, it outlives the root span's own status. */
  state: Extract<TraceState, 'OK' | 'ERROR'> | undefined;
}
