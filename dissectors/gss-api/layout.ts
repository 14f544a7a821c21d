import { field, specification } from '#sdk';

export const rfc2743 = specification('RFC 2743', 'https://www.rfc-editor.org/rfc/rfc2743#section-{section}');
const spec = rfc2743('3.1');

export const oid = field('gss-api.OID', 'OID', 'string', { generated: true, spec });
export const mechanismNamed = field('gss-api.mechanism', 'Mechanism', 'string', { generated: true, spec });
export const token = field('gss-api.token_object', 'Token object', 'bytes', { spec });

export const looseFields = [oid, mechanismNamed, token];
