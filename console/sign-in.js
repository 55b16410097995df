// @ts-check
import { arrive, leave } from './oidc.js';
/** @import { Leaving, Provider, Token } from './oidc.js' */

/** Where what must be known on return is kept; the token itself is kept nowhere, and is gone with the page. */
const KEPT = 'ambit-sign-in';

/** @type {Token | undefined} */
let token;

/** The identity provider of this deployment; undefined: people choose who they are. */
export const provider = providerOf(contentOf('ambit-issuer'), contentOf('ambit-client'), contentOf('ambit-max-age'));

/** The token to send along; undefined: nobody is signed in, or it has expired. */
export function bearer() {
  return token !== undefined && token.expires > Date.now() ? token.text : undefined;
}

/** Signs out of this page; the session at the identity provider goes on. */
export function forgetToken() {
  token = undefined;
}

/** Leaves for the identity provider. */
export async function signInAtProvider() {
  if (provider === undefined) return;
  const { url, leaving } = await leave(provider, home());
  sessionStorage.setItem(KEPT, JSON.stringify({ ...leaving, hash: location.hash }));
  location.assign(url);
}

/** Takes the token where people just came back from the identity provider; else nothing happens. */
export async function completeSignIn() {
  const query = new URLSearchParams(location.search);
  const kept = sessionStorage.getItem(KEPT);
  if (provider === undefined || kept === null || !query.has('state')) return;
  sessionStorage.removeItem(KEPT);
  /** @type {unknown} */
  const known = JSON.parse(kept);
  if (!isKept(known)) return;
  const { hash, ...leaving } = known;
  // the code is used up, and is not to be seen in the address
  history.replaceState(null, '', `/${hash}`);
  token = await arrive(provider, leaving, { query, home: home() });
}

/** The address that the provider sends people back to: it must be registered there, to the letter. */
const home = () => `${location.origin}/`;

/**
 * @param {unknown} value
 * @returns {value is Leaving & { hash: string }}
 */
function isKept(value) {
  const names = ['state', 'nonce', 'verifier', 'tokenEndpoint', 'hash'];
  if (typeof value !== 'object' || value === null) return false;
  const members = new Map(Object.entries(value));
  return names.every((name) => typeof members.get(name) === 'string');
}

/** @param {string} name of a meta element of the page */
function contentOf(name) {
  return document.querySelector(`meta[name="${name}"]`)?.getAttribute('content') ?? '';
}

/**
 * @param {string} issuer
 * @param {string} clientId
 * @param {string} maxAge
 * @returns {Provider | undefined}
 */
function providerOf(issuer, clientId, maxAge) {
  return issuer === '' || clientId === '' ? undefined : { issuer, clientId, maxAge };
}
