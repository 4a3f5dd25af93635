import type { ComponentChildren, VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { serverStrings } from '../strings/server';

/**
 * A small form in place. Its field with `data-first` takes the focus; Escape cancels; no key that it uses reaches the
 * host. Fields are read when it is saved, by name.
 */
export function Form({
  label,
  onSave,
  onCancel,
  children
}: {
  label: string;
  onSave: (field: (name: string) => string) => void;
  onCancel: () => void;
  children: ComponentChildren;
}): VNode {
  const form = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => {
    form.current?.querySelector<HTMLElement>('[data-first]')?.focus();
  }, []);
  return (
    <form
      class="sb-form"
      aria-label={label}
      ref={form}
      onSubmit={event => {
        event.preventDefault();
        const data = new FormData(event.currentTarget);
        onSave(name => {
          const value = data.get(name);
          return typeof value === 'string' ? value : '';
        });
      }}
      onKeyDown={event => {
        event.stopPropagation();
        if (event.key === 'Escape') {
          event.preventDefault();
          onCancel();
        }
      }}
    >
      {children}
      <span class="sb-form-end">
        <button type="submit" class="sb-button">
          {serverStrings.save}
        </button>
        <button type="button" class="sb-button" onClick={onCancel}>
          {serverStrings.cancel}
        </button>
      </span>
    </form>
  );
}
