import type { Expression, Property, SpreadElement } from 'acorn';

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
  if (node.type === 'Literal') {
    return known(
      typeof node.bigint === 'string' ? BigInt(node.bigint) : node.value
    );
  }
  if (node.type === 'UnaryExpression') {
    return negated(node.operator, literalOf(node.argument));
  }
  if (node.type === 'TemplateLiteral' && node.expressions.length === 0) {
    return known(node.quasis[0]?.value.cooked);
  }
  if (node.type === 'ArrayExpression') {
    return arrayOf(node.elements.map(elementLiteral));
  }
  return node.type === 'ObjectExpression'
    ? objectOf(node.properties.map(memberLiteral))
    : UNKNOWN;
}

function elementLiteral(node: Expression | SpreadElement | null): Literal {
  return node === null || node.type === 'SpreadElement'
    ? UNKNOWN
    : literalOf(node);
}

function memberLiteral(
  node: Property | SpreadElement
): readonly [string, Literal] {
  return node.type === 'SpreadElement' ||
    node.computed ||
    node.key.type !== 'Identifier'
    ? ['', UNKNOWN]
    : [node.key.name, literalOf(node.value)];
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
