import type { Expression } from 'acorn';

/** The value of an expression when its text alone tells it. */
export type Literal =
  | { readonly isKnown: true; readonly value: unknown }
  | { readonly isKnown: false };

const UNKNOWN: Literal = { isKnown: false };

/**
 * The value of a literal, negative number, array or object of such, as in a parameter's default. Anything else is
 * unknown: nothing is run to find out.
 */
export function literalOf(node: Expression): Literal {
  switch (node.type) {
    case 'Literal':
      return known(node.bigint == null ? node.value : BigInt(node.bigint));
    case 'UnaryExpression':
      return negated(node.operator, literalOf(node.argument));
    case 'TemplateLiteral':
      return node.expressions.length === 0
        ? known(node.quasis[0]?.value.cooked)
        : UNKNOWN;
    case 'ArrayExpression':
      return arrayOf(
        node.elements.map(element =>
          element === null || element.type === 'SpreadElement'
            ? UNKNOWN
            : literalOf(element)
        )
      );
    case 'ObjectExpression':
      return objectOf(
        node.properties.map(member =>
          member.type === 'SpreadElement' ||
          member.computed ||
          member.key.type !== 'Identifier'
            ? (['', UNKNOWN] as const)
            : ([member.key.name, literalOf(member.value)] as const)
        )
      );
    default:
      return UNKNOWN;
  }
}

function negated(operator: string, literal: Literal): Literal {
  return operator === '-' &&
    literal.isKnown &&
    typeof literal.value === 'number'
    ? known(-literal.value)
    : UNKNOWN;
}

function arrayOf(literals: readonly Literal[]): Literal {
  const values = literals.filter(literal => literal.isKnown);
  return values.length === literals.length
    ? known(values.map(({ value }) => value))
    : UNKNOWN;
}

function objectOf(members: readonly (readonly [string, Literal])[]): Literal {
  const values: [string, unknown][] = [];
  for (const [key, literal] of members) {
    if (!literal.isKnown) {
      return UNKNOWN;
    }
    values.push([key, literal.value]);
  }
  return known(Object.fromEntries(values));
}

function known(value: unknown): Literal {
  return { isKnown: true, value };
}
