import type { VNode } from 'preact';
import { hasMarkdown, type ReadableField } from '../../model/readable';
import { jsPath } from '../../model/json-lines';
import { CopyButton } from '../copy-button';
import { Prose } from '../llm/prose';
import { JsonTree } from './json-tree';

/**
 * Texts as Markdown, each below its name; what is none as a tree.
 *
 *     div.sb-readable
 *       div.sb-readable-field ...
 */
export function ReadableValue({
  fields,
  root
}: {
  readonly fields: readonly ReadableField[];
  /** What copied paths begin with. */
  readonly root: string;
}): VNode {
  return (
    <div class="sb-readable">
      {fields.map(({ name, value }) => (
        <div class="sb-readable-field">
          {name !== undefined && (
            <header>
              <span class="sb-part-title">{name}</span>
              {typeof value === 'string' && (
                <CopyButton label={name} text={() => value} />
              )}
            </header>
          )}
          {typeof value === 'string' && hasMarkdown(value) ? (
            <Prose text={value} />
          ) : (
            <JsonTree
              value={value}
              root={name === undefined ? root : jsPath(root, [name])}
            />
          )}
        </div>
      ))}
    </div>
  );
}
