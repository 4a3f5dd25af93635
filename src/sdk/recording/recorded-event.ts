import type { HrTime } from '@opentelemetry/api';
import type { JsonText } from '../../bundle/types';

/** An event with its attributes as they were when it was added. */
export type RecordedEvent = {
  readonly name: string;
  readonly time: HrTime;
  /** JSON text of one object. */
  readonly attributes: JsonText;
};
