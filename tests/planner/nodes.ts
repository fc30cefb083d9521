import { type ArgumentNode, type DirectiveNode, Kind, type NameNode, type ValueNode } from 'graphql';

export function name(value: string): NameNode {
  return { kind: Kind.NAME, value };
}

export function argumentOf(argument: string, value: ValueNode): ArgumentNode {
  return { kind: Kind.ARGUMENT, name: name(argument), value };
}

/** `@include` or `@skip` on a condition. */
export function directiveOf(directive: 'include' | 'skip', condition: ValueNode): DirectiveNode {
  return { kind: Kind.DIRECTIVE, name: name(directive), arguments: [argumentOf('if', condition)] };
}
