// @ts-check

/**
 * Signing in at an OpenID Connect provider, by authorization code with PKCE: the page has no secret, and a code that
 * somebody else catches is worth nothing without what only this page knows.
 * Source: OpenID Connect Core 1.0, "Authentication using the Authorization Code Flow"; RFC 7636.
 *
 * @typedef {object} Provider
 * @property {string} issuer
 * @property {string} clientId what the page is called there
 * @property {string} maxAge so many seconds after people proved who they are, they must do so again; its token then says when that was
 *
 * @typedef {object} Leaving what the page must know when people come back
 * @property {string} state
 * @property {string} nonce
 * @property {string} verifier
 * @property {string} tokenEndpoint
 *
 * @typedef {object} Token
 * @property {string} text
 * @property {number} expires milliseconds since 1970
 */

/** People could not be signed in; the message says why. */
class SignInFault extends Error {
  /** @override */
  name = 'SignInFault';
}

/**
 * Where to send people, and what to keep until they come back to `home`.
 * @param {Provider} provider
 * @param {string} home
 * @returns {Promise<{ url: string, leaving: Leaving }>}
 */
export async function leave(provider, home) {
  const { authorizationEndpoint, tokenEndpoint } = await endpointsOf(provider);
  const leaving = { state: randomText(), nonce: randomText(), verifier: randomText(), tokenEndpoint };
  const url = new URL(authorizationEndpoint);
  const question = {
    response_type: 'code',
    client_id: provider.clientId,
    redirect_uri: home,
    scope: 'openid',
    state: leaving.state,
    nonce: leaving.nonce,
    max_age: provider.maxAge,
    code_challenge: await challengeOf(leaving.verifier),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(question)) url.searchParams.set(name, value);
  return { url: url.href, leaving };
}

/**
 * The token of people who came back, with the query that the provider gave them. It is the id token: the API is the
 * back of this very page, so the token that says who reads the page says who asks the API.
 * @param {Provider} provider
 * @param {Leaving} leaving
 * @param {{ query: URLSearchParams, home: string }} arrival
 * @returns {Promise<Token>}
 */
export async function arrive(provider, leaving, { query, home }) {
  if (query.get('state') !== leaving.state)
    throw new SignInFault('this is not the sign-in that was begun here; try again');
  const code = query.get('code');
  if (code === null) throw new SignInFault(`the identity provider refused: ${query.get('error') ?? 'it gave no code'}`);
  const form = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: home,
    client_id: provider.clientId,
    code_verifier: leaving.verifier,
  };
  const answer = await json(leaving.tokenEndpoint, { method: 'POST', body: new URLSearchParams(form) });
  const text = textAt(answer, 'id_token');
  const claims = claimsOf(text);
  if (textAt(claims, 'nonce') !== leaving.nonce)
    throw new SignInFault('the token was not made for this sign-in; try again');
  const expires = Number(memberOf(claims, 'exp')) * 1000;
  if (!Number.isFinite(expires)) throw new SignInFault('the token does not say when it expires');
  return { text, expires };
}

/** @param {Provider} provider */
async function endpointsOf({ issuer }) {
  const configuration = await json(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {});
  // a provider that speaks for another one could catch the code
  if (textAt(configuration, 'issuer') !== issuer) throw new SignInFault(`${issuer} says that it is somebody else`);
  return {
    authorizationEndpoint: textAt(configuration, 'authorization_endpoint'),
    tokenEndpoint: textAt(configuration, 'token_endpoint'),
  };
}

/**
 * @param {string} url
 * @param {RequestInit} init
 * @returns {Promise<unknown>}
 */
async function json(url, init) {
  const answer = await fetch(url, { ...init, credentials: 'omit', referrerPolicy: 'no-referrer' }).catch(
    () => undefined,
  );
  if (answer === undefined) throw new SignInFault('the identity provider does not answer');
  if (!answer.ok) throw new SignInFault(`the identity provider answered with status ${answer.status}`);
  return answer.json();
}

/**
 * The claims of a token, unverified: the gateway in front of the API verifies it.
 * @param {string} token
 * @returns {unknown}
 */
function claimsOf(token) {
  const [, payload = ''] = token.split('.');
  const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (letter) =>
    letter.charCodeAt(0),
  );
  return JSON.parse(new TextDecoder().decode(bytes));
}

/**
 * @param {unknown} value
 * @param {string} name
 */
function textAt(value, name) {
  const text = memberOf(value, name);
  if (typeof text !== 'string') throw new SignInFault(`the identity provider's answer has no ${name}`);
  return text;
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {unknown}
 */
function memberOf(value, name) {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}

/** 256 random bits, in letters that need no escape. */
const randomText = () => inLetters(crypto.getRandomValues(new Uint8Array(32)));

/** @param {string} verifier */
const challengeOf = async (verifier) =>
  inLetters(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))));

/** @param {Uint8Array} bytes in base64url, without padding */
const inLetters = (bytes) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
