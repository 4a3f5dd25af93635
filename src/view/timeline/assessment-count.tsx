import type { VNode } from 'preact';
import type { Assessment } from '../../model/assessment';
import { formatNumber } from '../strings/language';
import { timelineStrings } from '../strings/timeline';

/** How many assessments a span has, with their names as the tip; nothing for none. */
export function AssessmentCount({
  assessments = []
}: {
  assessments: readonly Assessment[] | undefined;
}): VNode | null {
  return assessments.length === 0 ? null : (
    <span
      class="sb-assessed"
      aria-hidden="true"
      title={assessments.map(({ name }) => name).join('\n')}
    >
      <svg class="sb-icon" viewBox="0 0 16 16">
        <path d="M2.5 3h11v7.5h-6L4.5 13v-2.5h-2zM5.5 6.8l1.8 1.7 3.2-3.4" />
      </svg>
      {formatNumber(assessments.length)}
    </span>
  );
}

/** The same for screen readers. */
export function wordsOfAssessments(
  assessments: readonly Assessment[] = []
): readonly string[] {
  return assessments.length === 0
    ? []
    : [timelineStrings.assessments(assessments.length)];
}
