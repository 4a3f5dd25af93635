import '../../style/view.css';
import '../../style/stub.css';
import type {
  ActivationFunction,
  RendererContext
} from 'vscode-notebook-renderer';
import { Outputs } from './outputs';

/** VS Code calls it once a notebook, with the first output of our MIME types. */
export const activate: ActivationFunction = (
  context: RendererContext<unknown>
) => {
  const outputs = new Outputs(context);
  return {
    renderOutputItem: (item, element) => {
      outputs.render(item.id, element, dataOf(item));
    },
    disposeOutputItem: id => {
      outputs.dispose(id);
    }
  };
};

/** As JSON; as text where it is none, for the view to say what is wrong with it. */
function dataOf(item: { json(): unknown; text(): string }): unknown {
  try {
    return item.json();
  } catch {
    return item.text();
  }
}
