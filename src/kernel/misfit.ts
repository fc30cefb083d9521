import {
  GraphQLError,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isRequiredInputField,
} from 'graphql';

/** Characters of a given value that a message repeats, of one in the place of an object, and of all of a message. */
const longestValue = 100;
const longestText = 80;
const longestReason = 600;

/** Names of an enum that are listed. */
const mostNames = 40;

/** How GraphQL's sentences on values begin, whatever stands around the value. */
const onValues = /^(Value "|Enum "|Expected value of type "|\w+ cannot represent )/;

/** What is wrong with a variable, with the value that is given cut, and with what is accepted in its place. */
export function tellVariable(schema: GraphQLSchema, { message, originalError }: GraphQLError): string {
  const reason = originalError instanceof GraphQLError ? originalError.message : '';
  const [, start, given] = /^(Variable "\$\w+" got invalid value )(.*)$/s.exec(message) ?? [];
  if (!start || !given || !message.endsWith(`; ${reason}`)) return shorten(message, longestReason);
  const rest = given.slice(0, -`; ${reason}`.length);
  const [at = ''] = / at "\w[\w.[\]]*"$/.exec(rest) ?? [];
  const value = rest.slice(0, rest.length - at.length);
  const told = `${start}${cut(value, longestValue)}${at}; ${shorten(reason, longestReason)}`;
  return shorten(told, 2 * longestReason) + acceptedInstead(schema, reason, value);
}

/** The same of a value that stands in the document; errors of other kinds are left as they are. */
export function tellLiteral(schema: GraphQLSchema, error: GraphQLError): GraphQLError {
  if (!onValues.test(error.message)) return error;
  const [, value = ''] = /, found (.*)\.$/s.exec(error.message) ?? [];
  const { nodes, source, positions, path, originalError, extensions } = error;
  const told = shorten(error.message, longestReason) + acceptedInstead(schema, error.message, value);
  return new GraphQLError(told, { nodes, source, positions, path, originalError, extensions });
}

/** A sentence with the names of an enum, where none of them is near, or with the object that a text could stand in. */
function acceptedInstead(schema: GraphQLSchema, reason: string, value: string): string {
  if (reason.includes('Did you mean')) return '';
  const [, found, named] = /does not exist in "(\w+)" enum\.$|^Enum "(\w+)" cannot /.exec(reason) ?? [];
  const type = schema.getType(found ?? named ?? '');
  if (isEnumType(type)) {
    const names = type.getValues().map(({ name }) => name);
    const more = names.length > mostNames ? ', …' : '';
    return ` One of ${names.slice(0, mostNames).join(', ')}${more} is accepted.`;
  }
  const [, object] = /^Expected (?:value of )?type "(\w+)!?"/.exec(reason) ?? [];
  return wrapped(schema, object ?? '', value, reason.startsWith('Expected type'));
}

/** How a text is given where an object is expected of which nothing else has to be given. */
function wrapped(schema: GraphQLSchema, name: string, value: string, asJson: boolean): string {
  const type = schema.getType(name);
  if (!isInputObjectType(type) || !value.startsWith('"')) return '';
  const [field, ...others] = Object.values(type.getFields()).filter(isRequiredInputField);
  if (!field || others.length > 0) return '';
  const text = value.length > longestText ? `${value.slice(0, longestText)}…"` : value;
  return ` Give { ${asJson ? `"${field.name}"` : field.name}: ${text} }.`;
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

/** A text without what stands in its middle, where it is long: how it begins and ends says what it is about. */
function shorten(text: string, most: number): string {
  const half = Math.floor(most / 2);
  return text.length > most ? `${text.slice(0, half)}…${text.slice(-half)}` : text;
}
