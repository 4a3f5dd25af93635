import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { IconButton } from '../icons';
import type { TraceServer } from '../host';
import type { LiveTrace } from './live-trace';
import { withoutTag, withTag } from './patches';
import { serverStrings } from '../strings/server';
import { TagForm } from './tag-form';
import type { Edits } from './use-edits';

/** What it takes to edit: the server, and the place that tells what became of an edit. */
export type Editor = { readonly server: TraceServer; readonly edits: Edits };

/** Tags that MLflow sets for itself are no business of a reader. */
const OWN_TAG = /^mlflow\./;

/** Tags shown before "more". */
const FEW = 12;

type TagsProps = {
  readonly live: LiveTrace;
  readonly editor: Editor | undefined;
};

/** The tags as chips; with an editor, each can be changed and removed, and another one added. */
export function Tags({ live, editor }: TagsProps): VNode | null {
  const [isWhole, setWhole] = useState(false);
  const [edited, setEdited] = useState<string>();
  const add = useRef<HTMLButtonElement>(null);
  const all = Object.entries(live.record.info.tags).filter(
    ([key]) => !OWN_TAG.test(key)
  );
  const shown = isWhole || editor ? all : all.slice(0, FEW);
  const { traceId } = live.record.info;
  if (all.length === 0 && !editor) {
    return null;
  }
  const close = (): void => {
    setEdited(undefined);
    add.current?.focus();
  };
  const remove = ({ server, edits }: Editor, key: string): void => {
    close();
    edits.edit({
      patch: withoutTag(key),
      store: () => server.deleteTag(traceId, key),
      said: serverStrings.tagRemoved(key)
    });
  };
  return (
    <>
      <ul class="sb-chips">
        {shown.map(([key, value]) => (
          <li key={key} class="sb-chip" title={serverStrings.tag(key, value)}>
            <Tag
              name={key}
              value={value}
              onChange={editor && (() => setEdited(key))}
              onRemove={editor && (() => remove(editor, key))}
            />
          </li>
        ))}
        {shown.length < all.length && (
          <li>
            <button
              type="button"
              class="sb-more"
              onClick={() => setWhole(true)}
            >
              {serverStrings.moreTags(all.length - shown.length)}
            </button>
          </li>
        )}
        {editor && (
          <li>
            <button
              type="button"
              class="sb-more"
              ref={add}
              onClick={() => setEdited('')}
            >
              {serverStrings.addTag}
            </button>
          </li>
        )}
      </ul>
      {editor && edited !== undefined && (
        <TagForm
          key={edited}
          name={edited}
          value={live.record.info.tags[edited] ?? ''}
          onCancel={close}
          onSave={(key, value) => {
            close();
            editor.edits.edit({
              patch: withTag(key, value),
              store: () => editor.server.setTag(traceId, key, value),
              said: serverStrings.tagAdded(key)
            });
          }}
        />
      )}
    </>
  );
}

function Tag({
  name,
  value,
  onChange,
  onRemove
}: {
  name: string;
  value: string;
  onChange?: (() => void) | undefined;
  onRemove?: (() => void) | undefined;
}): VNode {
  const text = (
    <>
      <span class="sb-chip-key">{name}</span>
      <span class="sb-chip-value">{value}</span>
    </>
  );
  return (
    <>
      {onChange ? (
        <button
          type="button"
          class="sb-chip-text"
          aria-label={`${serverStrings.changeTag(name)}: ${value}`}
          onClick={onChange}
        >
          {text}
        </button>
      ) : (
        <span class="sb-chip-text">{text}</span>
      )}
      {onRemove && (
        <IconButton
          icon="close"
          label={serverStrings.removeTag(name)}
          onClick={onRemove}
        />
      )}
    </>
  );
}
