import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** Media types that a page of another origin cannot send without a preflight. */
const ACCEPTED = /^application\/(json|graphql|graphql\+json)\s*(;|$)/i;

/**
 * Refuses a request by what HTTP says of it, before its parameters are read: a body that is too large, and what a
 * page of another site can have a browser send without asking first. That is a POST as a form or as plain text,
 * and a GET that is not made by CORS. A GET from anything that is no browser passes, since only a browser can be
 * tricked and every browser says where a request comes from.
 *
 * @param bodyBytes the most that a body may hold; Yoga counts what comes, this refuses what is announced.
 */
export function useRequestGuard(bodyBytes: number): Plugin {
  const tooLarge = () =>
    refusal(
      413,
      'PAYLOAD_TOO_LARGE',
      `The body is larger than ${bodyBytes} bytes, and no more are accepted; send less in one request.`,
    );

  return {
    onRequestParse({ request, requestParser, setRequestParser }) {
      if (Number(request.headers.get('content-length')) > bodyBytes) throw tooLarge();
      if (request.method === 'POST') refuseOtherTypes(request.headers.get('content-type') ?? '');
      else refuseOtherSites(request.headers);
      if (requestParser === undefined) return;
      setRequestParser(async (each) => {
        try {
          return await requestParser(each);
        } catch (error) {
          if (error instanceof SyntaxError) {
            throw refusal(
              400,
              'BAD_REQUEST',
              'The parameters variables and extensions hold JSON, and one does not.',
            );
          }
          const { code } = error instanceof GraphQLError ? error.extensions : {};
          throw code === 'REQUEST_ENTITY_TOO_LARGE' ? tooLarge() : error;
        }
      });
    },
  };
}

function refuseOtherTypes(type: string): void {
  if (ACCEPTED.test(type)) return;
  throw refusal(
    415,
    'BAD_REQUEST',
    `The body is ${type === '' ? 'of no stated type' : type}, and application/json is accepted; send {"query": "…"} with Content-Type: application/json.`,
  );
}

function refuseOtherSites(headers: Headers): void {
  const site = headers.get('sec-fetch-site');
  if (site !== 'cross-site' && site !== 'same-site') return;
  if (headers.get('sec-fetch-mode') === 'cors') return;
  throw refusal(
    403,
    'BAD_REQUEST',
    'A page of another site asks without CORS; use fetch with its default mode.',
  );
}

function refusal(status: number, code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status } } });
}
