import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Assessment } from '../../model/assessment';
import type { FeedbackValue } from '../host';
import { Form } from './form';
import { serverStrings } from '../strings/server';
import { Thumb } from './thumb';

export type FeedbackInput = {
  readonly name: string;
  readonly value: FeedbackValue;
  readonly rationale: string;
};

const KINDS = ['good', 'bad', 'score', 'words'] as const;
type Kind = (typeof KINDS)[number];

/** Stored with the feedback, so the same in every language. */
const DEFAULT_NAME = 'feedback';

/** New feedback, or with `old` another value and comment of that one. */
export function FeedbackForm({
  label,
  old,
  onSave,
  onCancel
}: {
  label: string;
  old: Assessment | undefined;
  onSave: (input: FeedbackInput) => void;
  onCancel: () => void;
}): VNode {
  const [kind, setKind] = useState<Kind>(old ? kindOf(old.value) : 'good');
  return (
    <Form
      label={label}
      onCancel={onCancel}
      onSave={field =>
        onSave({
          name: field('name').trim() || DEFAULT_NAME,
          value: valueOf(kind, field('value')),
          rationale: field('rationale').trim()
        })
      }
    >
      <fieldset class="sb-choices">
        <legend class="sb-hidden-text">{serverStrings.value}</legend>
        {KINDS.map((choice, index) => (
          <label key={choice}>
            <input
              type="radio"
              name="kind"
              value={choice}
              checked={choice === kind}
              data-first={
                (old ? choice === kind : index === 0) ? '' : undefined
              }
              onChange={() => setKind(choice)}
            />
            {(choice === 'good' || choice === 'bad') && (
              <Thumb isUp={choice === 'good'} />
            )}
            {serverStrings[choice]}
          </label>
        ))}
      </fieldset>
      {(kind === 'score' || kind === 'words') && (
        <label>
          {serverStrings[kind]}
          <input
            key={kind}
            name="value"
            required
            autocomplete="off"
            {...(kind === 'score' && { type: 'number', step: 'any' })}
            defaultValue={old ? textOf(old.value) : ''}
          />
        </label>
      )}
      <label>
        {serverStrings.feedbackName}
        <input
          name="name"
          autocomplete="off"
          defaultValue={old?.name ?? DEFAULT_NAME}
          readOnly={old !== undefined}
        />
      </label>
      <label class="sb-wide">
        {serverStrings.comment}
        <textarea
          name="rationale"
          rows={2}
          defaultValue={old?.rationale ?? ''}
        />
      </label>
    </Form>
  );
}

/** Whether this form can change a value: a list or an object was written by a program. */
export function isFormValue(value: unknown): value is FeedbackValue {
  return ['boolean', 'number', 'string'].includes(typeof value);
}

function kindOf(value: unknown): Kind {
  if (typeof value === 'boolean') {
    return value ? 'good' : 'bad';
  }
  return typeof value === 'number' ? 'score' : 'words';
}

function valueOf(kind: Kind, text: string): FeedbackValue {
  switch (kind) {
    case 'good':
      return true;
    case 'bad':
      return false;
    case 'score':
      return Number(text);
    case 'words':
      return text;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'number' || typeof value === 'string'
    ? String(value)
    : '';
}
