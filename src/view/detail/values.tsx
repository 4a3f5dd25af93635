import type { VNode } from 'preact';
import type { SpanDetail } from '../../model/types';
import { spanStrings } from '../strings/span';
import { PayloadSection } from './payload-section';

/** Inputs and outputs of a span, beside each other where there is room. */
export function Values({ detail }: { detail: SpanDetail }): VNode {
  return (
    <div class="sb-pair">
      <PayloadSection
        title={spanStrings.inputs}
        root="inputs"
        payload={detail.inputs}
      />
      <PayloadSection
        title={spanStrings.outputs}
        root="outputs"
        payload={detail.outputs}
      />
    </div>
  );
}
