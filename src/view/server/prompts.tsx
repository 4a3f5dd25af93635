import type { VNode } from 'preact';
import { headOf } from '../../bundle/text';
import type { LinkedPrompt } from '../../model/linked-prompts';
import { serverStrings } from '../strings/server';

/** A name is a word or two; the tag may hold anything. */
const LONGEST_NAME = 200;

/** Prompts drawn: MLflow links one to each call of a template. */
const MOST = 50;

/** The prompts of MLflow's registry that the trace was made with, each with its version. */
export function Prompts({
  prompts
}: {
  prompts: readonly LinkedPrompt[];
}): VNode | null {
  return prompts.length === 0 ? null : (
    <div class="sb-prompts">
      <span class="sb-note">{serverStrings.prompts}</span>
      <ul class="sb-chips" aria-label={serverStrings.prompts}>
        {prompts.slice(0, MOST).map(({ name, version }) => (
          <li class="sb-chip" title={headOf(name, LONGEST_NAME)}>
            <span class="sb-chip-text">
              <span class="sb-chip-value">{headOf(name, LONGEST_NAME)}</span>
              {version !== undefined && (
                <span class="sb-chip-key">
                  {serverStrings.version(headOf(version, LONGEST_NAME))}
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
