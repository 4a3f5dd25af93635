import type { RefObject } from 'preact';
import { collapse } from '../../layout/collapsed-rows';
import { nextFocus } from '../../layout/next-focus';
import type { FocusMove, VisibleRows } from '../../layout/types';
import { commandOf, type Command } from './key-map';
import { openFind } from '../view-state-find';
import { NO_ROW, type ViewAction, type ViewState } from '../view-state';

/** Does what a key stands for; false where that is nobody's. */
export type RunCommand = (command: Command, key: string) => boolean;

/** Moves in the tree: the view keeps their keys for itself even where they have nothing to do. */
const TREE_COMMANDS: ReadonlySet<Command> = new Set<Command>([
  'row',
  'expand',
  'collapse',
  'ends',
  'page',
  'siblings'
]);

type KeyContext = {
  readonly state: ViewState;
  readonly dispatch: (action: ViewAction) => void;
  readonly onEnterDetail: () => void;
  /** What is done with the commands that are not about rows. */
  readonly run: RefObject<RunCommand>;
};

/** What the keys of `KEY_MAP` do while the visible row at `activeIndex` has the focus; all others pass on. */
export function keyHandler(
  { state, dispatch, onEnterDetail, run }: KeyContext,
  visible: VisibleRows,
  activeIndex: number
): (event: KeyboardEvent) => void {
  const row = visible.rows[activeIndex] ?? NO_ROW;
  const does: RunCommand = (command, key) => {
    if (command === 'detail' || command === 'select') {
      if (command === 'detail') {
        onEnterDetail();
      }
      dispatch({ type: 'select', row });
      return true;
    }
    if (command === 'back') {
      dispatch({ type: 'close-details' });
      return state.selected !== NO_ROW;
    }
    if (TREE_COMMANDS.has(command)) {
      const move = nextFocus(state.trace, visible, activeIndex, key);
      if (move) {
        dispatch(actionOf(move, visible, { ...state, active: row }));
      }
      return true;
    }
    if (command === 'find') {
      dispatch({ type: 'find', change: openFind });
      return true;
    }
    return run.current(command, key);
  };
  return event => {
    const command = commandOf(event);
    if (command !== undefined && does(command, event.key)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
}

function actionOf(
  move: FocusMove,
  { rows }: VisibleRows,
  { collapsed, active }: ViewState
): ViewAction {
  switch (move.kind) {
    case 'focus':
      return { type: 'activate', row: rows[move.index] ?? NO_ROW };
    case 'expand':
      return { type: 'expand', rows: move.rows };
    case 'collapse':
      return {
        type: 'fold',
        collapsed: collapse(collapsed, move.rows),
        active
      };
  }
}
