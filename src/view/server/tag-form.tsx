import type { VNode } from 'preact';
import { Form } from './form';
import { serverStrings } from '../strings/server';

/** A new tag, or with a name another value of that one. */
export function TagForm({
  name,
  value,
  onSave,
  onCancel
}: {
  name: string;
  value: string;
  onSave: (key: string, value: string) => void;
  onCancel: () => void;
}): VNode {
  const isNew = name === '';
  return (
    <Form
      label={isNew ? serverStrings.addTag : serverStrings.changeTag(name)}
      onCancel={onCancel}
      onSave={data => onSave(data('key').trim(), data('value'))}
    >
      <label>
        {serverStrings.tagKey}
        <input
          name="key"
          required
          pattern=".*\S.*"
          defaultValue={name}
          readOnly={!isNew}
          autocomplete="off"
          data-first={isNew ? '' : undefined}
        />
      </label>
      <label>
        {serverStrings.tagValue}
        <input
          name="value"
          defaultValue={value}
          autocomplete="off"
          data-first={isNew ? undefined : ''}
        />
      </label>
    </Form>
  );
}
