import { unescape } from 'node:querystring';

/** Where ComfyUI is, and what every request to it must carry. */
export interface ComfyUiAddress {
  /** Ends with a slash. */
  readonly base: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Splits user and password off a URL: `fetch` refuses one that holds them. */
export function readAddress(setting: string): ComfyUiAddress {
  const url = new URL(setting.endsWith('/') ? setting : `${setting}/`);
  const { username, password } = url;
  url.username = '';
  url.password = '';
  if (username === '' && password === '') return { base: url.href, headers: {} };
  const credentials = `${unescape(username)}:${unescape(password)}`;
  const authorization = `Basic ${Buffer.from(credentials).toString('base64')}`;
  return { base: url.href, headers: { authorization } };
}
