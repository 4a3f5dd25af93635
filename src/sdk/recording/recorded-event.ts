import type { HrTime } from '@opentelemetry/api';
import type { JsonText } from '../../bundle/types';
import { jsonTextOf } from '../values/json-text';

type EventAttributes = Readonly<Record<string, unknown>>;

/**
 * An event with its attributes as they were when it was added. Their text is written when it is asked for, of those that
 * cannot change: a streamed answer has hundreds of events, and nobody reads them while it comes.
 */
export class RecordedEvent {
  private readonly _constants: EventAttributes | undefined;
  private _text: JsonText | undefined;

  constructor(
    readonly name: string,
    readonly time: HrTime,
    attributes: EventAttributes
  ) {
    this._constants = constantsOf(attributes);
    if (this._constants === undefined) {
      this._text = jsonTextOf(attributes);
    }
  }

  /** JSON text of one object. */
  get attributes(): JsonText {
    return (this._text ??= jsonTextOf(this._constants));
  }

  /** UTF-16 units that sending it takes, about. */
  get textLength(): number {
    if (this._text !== undefined) {
      return this._text.length;
    }
    let length = 0;
    for (const value of Object.values(this._constants ?? {})) {
      length += String(value).length;
    }
    return length;
  }
}

/** The attributes when none of them can change, nor fails when it is read. */
function constantsOf(attributes: EventAttributes): EventAttributes | undefined {
  try {
    const copy = { ...attributes };
    return Object.values(copy).every(isConstant) ? copy : undefined;
  } catch {
    return undefined;
  }
}

function isConstant(value: unknown): boolean {
  return typeof value !== 'object' && typeof value !== 'function';
}
