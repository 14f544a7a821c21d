import { type Field, field, specification } from '#sdk';

export const rfc9112 = specification('RFC 9112', 'https://www.rfc-editor.org/rfc/rfc9112#section-{section}');
const rfc9110 = specification('RFC 9110', 'https://www.rfc-editor.org/rfc/rfc9110#section-{section}');
const wsmv = specification('MS-WSMV', 'https://learn.microsoft.com/openspecs/windows_protocols/ms-wsmv/');

const part = (key: string, label: string, section: string): Field =>
  field(`http.${key}`, label, 'string', { spec: rfc9112(section) });
export const method = part('request.method', 'Request Method', '3.1');
export const target = part('request.uri', 'Request URI', '3.2');
export const code = part('response.code', 'Status Code', '4');
export const line = part('line', 'First line', '2.1');
export const content = field('http.data', 'Content', 'bytes', { spec: rfc9112('6') });

/** Headers with credentials, by their names in lower case. */
export const credentials: Readonly<Record<string, Field>> = {
  authorization: field('http.authorization', 'Authorization', 'string', { spec: rfc9110('11.6.2') }),
  'proxy-authorization': field('http.proxy_authorization', 'Proxy-Authorization', 'string', {
    spec: rfc9110('11.7.2'),
  }),
  'www-authenticate': field('http.www_authenticate', 'WWW-Authenticate', 'string', { spec: rfc9110('11.6.1') }),
  'proxy-authenticate': field('http.proxy_authenticate', 'Proxy-Authenticate', 'string', { spec: rfc9110('11.7.1') }),
};

const encrypted = { spec: wsmv('2.2.9.1') };
export const tokenLength = field('http.encrypted.token_length', 'Length of the token', 'uint', {
  size: 4,
  little: true,
  ...encrypted,
});
export const sealed = field('http.encrypted.data', 'Encrypted message', 'bytes', encrypted);

export const fields = [line, method, target, code, content, ...Object.values(credentials), tokenLength, sealed];
