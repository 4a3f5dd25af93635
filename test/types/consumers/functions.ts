import * as mlflow from 'spanbook';
import { trace, withSpan } from 'spanbook';
import { same } from './same';

/* A traced function has the type of the function. */

function add(a: number, b = 2): number {
  return a + b;
}
const traced = trace(add);
same<typeof traced, typeof add>();
const withOptions = trace(add, {
  name: 'add',
  spanType: mlflow.SpanType.TOOL,
  attributes: { team: 'search' }
});
same<typeof withOptions, typeof add>();

const inPlace = trace((a: number, b = 2) => a + b);
same<Parameters<typeof inPlace>, [a: number, b?: number]>();
same<ReturnType<typeof inPlace>, number>();

const generic = trace(<T>(value: T): T[] => [value]);
same<ReturnType<typeof generic<string>>, string[]>();

const power = trace(Math.pow);
same<typeof power, typeof Math.pow>();

const answer = trace(async function answer(question: string) {
  return { question };
});
same<ReturnType<typeof answer>, Promise<{ question: string }>>();

const count = trace(function* count(to: number) {
  for (let i = 0; i < to; i++) yield i;
});
same<ReturnType<typeof count>, Generator<number, void, unknown>>();

const stream = trace(
  async function* stream(text: string) {
    yield* text.split(' ');
  },
  { outputReducer: chunks => chunks.join(' ') }
);
for await (const chunk of stream('a b')) {
  same<typeof chunk, string>();
}

type Shop = { readonly city: string };
const address = trace(function address(this: Shop, street: string) {
  return `${street}, ${this.city}`;
});
same<ThisParameterType<typeof address>, Shop>();

interface Overloaded {
  (value: string): string;
  (value: number): number;
  version: string;
}
declare const overloaded: Overloaded;
const tracedOverloaded = trace(overloaded);
same<typeof tracedOverloaded, Overloaded>();

// @ts-expect-error the parameter is a number
traced('x');
// @ts-expect-error the result is a number
export const text: string = traced(1);
// @ts-expect-error no such option
trace(add, { spantype: 'TOOL' });
// @ts-expect-error something else than a function
trace(42);

/* withSpan gives what its callback gives. */

const now = withSpan(() => 1);
same<typeof now, number>();
const soon = withSpan(
  async span => {
    span.setOutputs(1);
    return 'a';
  },
  { name: 'soon', inputs: { a: 1 } }
);
same<typeof soon, Promise<string>>();
const nothing = withSpan(span => {
  span.addEvent({ name: 'seen', attributes: { at: 1 } });
});
same<typeof nothing, void>();
declare const perhaps: string | Promise<string>;
const either = withSpan(() => perhaps);
same<typeof either, string | Promise<string>>();
// @ts-expect-error a promise is no number
export const unawaited: number = withSpan(async () => 1);
