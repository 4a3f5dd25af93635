import {
  parse,
  type Function as FunctionNode,
  type Expression,
  type Pattern
} from 'acorn';
import { literalOf, type Literal } from './literal';

/** What the source of a function says of one parameter. */
export type Parameter =
  | { readonly kind: 'name'; readonly name: string; readonly value: Literal }
  | { readonly kind: 'rest'; readonly name: string }
  | {
      readonly kind: 'fields';
      readonly fields: readonly Field[];
      /** Name that takes the remaining fields, as in `{a, ...others}`. */
      readonly others: string | undefined;
      /** What is taken apart when no argument is given, as in `({a} = {})`. */
      readonly value: Literal;
    }
  | { readonly kind: 'unknown' };

/** One name of a destructured object. */
export type Field = {
  readonly key: string;
  readonly value: Literal;
};

/** Source texts remembered, for functions that are created again and again. */
const MAX_SOURCES = 500;

const byFunction = new WeakMap<object, readonly Parameter[] | undefined>();
const bySource = new Map<string, readonly Parameter[] | undefined>();

/**
 * The parameters of a function, from its source text; undefined when that does not tell (native and bound functions).
 * Parsing takes up to a millisecond, once a function.
 */
export function parametersOf(fn: object): readonly Parameter[] | undefined {
  const known = byFunction.get(fn);
  if (known !== undefined || byFunction.has(fn)) {
    return known;
  }
  const parameters = parametersOfSource(Function.prototype.toString.call(fn));
  byFunction.set(fn, parameters);
  return parameters;
}

/** Makes `wrapper` count as `fn`, whose source it hides. */
export function shareParameters(wrapper: object, fn: object): void {
  byFunction.set(wrapper, parametersOf(fn));
}

function parametersOfSource(source: string): readonly Parameter[] | undefined {
  if (!bySource.has(source)) {
    if (bySource.size >= MAX_SOURCES) {
      bySource.clear();
    }
    bySource.set(source, functionOf(source)?.params.map(parameterOf));
  }
  return bySource.get(source);
}

/** A function's own text stands for itself only in its place: as an expression, or as a member of an object or class. */
const PLACES = [
  (source: string) => `(${source})`,
  (source: string) => `({${source}})`,
  (source: string) => `(class extends Object{${source}})`
];

function functionOf(source: string): FunctionNode | undefined {
  for (const place of PLACES) {
    try {
      const program = parse(place(source), { ecmaVersion: 'latest' });
      const [statement] = program.body;
      return statement?.type === 'ExpressionStatement'
        ? functionIn(statement.expression)
        : undefined;
    } catch {
      // Not the place that the text comes from.
    }
  }
  return undefined;
}

function functionIn(node: Expression): FunctionNode | undefined {
  if (
    node.type === 'FunctionExpression' ||
    node.type === 'ArrowFunctionExpression'
  ) {
    return node;
  }
  if (node.type === 'ObjectExpression') {
    return valueFunction(node.properties[0]);
  }
  return node.type === 'ClassExpression'
    ? valueFunction(node.body.body[0])
    : undefined;
}

function valueFunction(
  member: { readonly type: string } | undefined
): FunctionNode | undefined {
  // A member with a value is a method or a property; the union of acorn's types does not say so.
  const { value } = (member ?? {}) as { readonly value?: Expression | null };
  return value === undefined || value === null ? undefined : functionIn(value);
}

function parameterOf(pattern: Pattern): Parameter {
  switch (pattern.type) {
    case 'Identifier':
      return { kind: 'name', name: pattern.name, value: { isKnown: false } };
    case 'AssignmentPattern':
      return withDefault(parameterOf(pattern.left), literalOf(pattern.right));
    case 'RestElement':
      return pattern.argument.type === 'Identifier'
        ? { kind: 'rest', name: pattern.argument.name }
        : { kind: 'unknown' };
    case 'ObjectPattern':
      return fieldsOf(pattern.properties);
    case 'ArrayPattern':
    case 'MemberExpression':
      return { kind: 'unknown' };
  }
}

function withDefault(parameter: Parameter, value: Literal): Parameter {
  return parameter.kind === 'name' || parameter.kind === 'fields'
    ? { ...parameter, value }
    : parameter;
}

type ObjectPatternMember = Extract<
  Pattern,
  { type: 'ObjectPattern' }
>['properties'][number];

function fieldsOf(members: readonly ObjectPatternMember[]): Parameter {
  const fields: Field[] = [];
  let others: string | undefined;
  for (const member of members) {
    if (member.type === 'RestElement') {
      others =
        member.argument.type === 'Identifier'
          ? member.argument.name
          : undefined;
    } else if (member.computed || member.key.type !== 'Identifier') {
      return { kind: 'unknown' };
    } else {
      fields.push({
        key: member.key.name,
        value:
          member.value.type === 'AssignmentPattern'
            ? literalOf(member.value.right)
            : { isKnown: false }
      });
    }
  }
  return { kind: 'fields', fields, others, value: { isKnown: false } };
}
