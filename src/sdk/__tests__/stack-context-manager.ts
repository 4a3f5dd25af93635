import {
  ROOT_CONTEXT,
  type Context,
  type ContextManager
} from '@opentelemetry/api';

/** OpenTelemetry's context in its simplest form: it holds while a function runs. */
export class StackContextManager implements ContextManager {
  private readonly _stack: Context[] = [];
  active = (): Context => this._stack.at(-1) ?? ROOT_CONTEXT;
  with: ContextManager['with'] = (active, fn, self, ...args) => {
    this._stack.push(active);
    try {
      return Reflect.apply(fn, self, args);
    } finally {
      this._stack.pop();
    }
  };
  bind: ContextManager['bind'] = (_, target) => target;
  enable = (): this => this;
  disable = (): this => this;
}
